/**
 * The version of an IP address in its usual form, perhaps with a zone; undefined for any other text.
 * Unlike `isIP` of `node:net`, it loads none of Node's modules.
 */
export function ipFamily(address: string): 4 | 6 | undefined {
  const isNumeric = /^[0-9.]+$/.test(address);
  if (isNumeric) return URL.parse(`http://${address}`)?.hostname === address ? 4 : undefined;
  const [, withoutZone] = /^([0-9a-f:.]+)(?:%[\w.-]+)?$/i.exec(address) ?? [];
  return withoutZone !== undefined && URL.canParse(`http://[${withoutZone}]`) ? 6 : undefined;
}
