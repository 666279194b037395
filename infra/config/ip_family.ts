/**
 * The version of an IP address in its usual form, or undefined. Unlike `isIP` of `node:net`, it
 * does not load Node's sockets into the main isolate.
 */
export function ipFamily(address: string): 4 | 6 | undefined {
  const isNumeric = /^[0-9.]+$/.test(address);
  if (isNumeric) return URL.parse(`http://${address}`)?.hostname === address ? 4 : undefined;
  const [withoutZone] = address.split(/%[\w.-]+$/);
  return URL.canParse(`http://[${withoutZone}]`) ? 6 : undefined;
}
