export interface Certificates {
  /** CA certificate in PEM. */
  readonly ca: string;
  /** Path of the server certificate. */
  readonly certificate: string;
  /** Path of the server key. */
  readonly key: string;
}

/** Creates a CA and a server certificate for a host name in an existing directory. */
export async function makeCertificates(
  directory: string,
  hostname: string,
): Promise<Certificates> {
  const path = (name: string) => `${directory}/${name}`;
  await openssl(
    ...NEW_KEY,
    "-x509",
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
    ...[
      ["-keyout", path("ca.key")],
      ["-out", path("ca.pem")],
    ].flat(),
  );
  await openssl(
    ...NEW_KEY,
    "-subj",
    `/CN=${hostname}`,
    ...[
      ["-addext", `subjectAltName=DNS:${hostname}`],
      ["-keyout", path("server.key")],
      ["-out", path("server.csr")],
    ].flat(),
  );
  await openssl(
    "x509",
    "-req",
    "-days",
    "2",
    "-copy_extensions",
    "copy",
    "-CAcreateserial",
    ...[
      ["-in", path("server.csr")],
      ["-CA", path("ca.pem")],
      ["-CAkey", path("ca.key")],
      ["-out", path("server.pem")],
    ].flat(),
  );
  return {
    ca: await Deno.readTextFile(path("ca.pem")),
    certificate: path("server.pem"),
    key: path("server.key"),
  };
}

const NEW_KEY = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

async function openssl(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
