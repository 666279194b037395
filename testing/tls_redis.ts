import { freePort } from "./free_port.ts";
import { isListening } from "./is_listening.ts";
import { until } from "./until.ts";
import { makeDirectory } from "./directory.ts";

const DAYS = "1";

/** A Redis server that accepts TLS connections only. */
export interface TlsRedis extends AsyncDisposable {
  readonly port: number;
  /** CA certificate of the server, in PEM. */
  readonly ca: string;
  /** CA certificate that did not sign the server's, in PEM. */
  readonly foreignCa: string;
}

/** Starts a server whose certificate is for the given names, as in `DNS:localhost,IP:127.0.0.1`. */
export async function startTlsRedis(names: string): Promise<TlsRedis> {
  const directory = await makeDirectory();
  const path = (name: string) => `${directory.path}/${name}`;
  await makeAuthority(path("ca"));
  await makeAuthority(path("foreign"));
  await Deno.writeTextFile(path("names"), `subjectAltName=${names}\n`);
  const subject = ["-subj", "/CN=redis", "-newkey", "rsa:2048", "-nodes"];
  await openssl("req", ...subject, "-keyout", path("key.pem"), "-out", path("request.pem"));
  const signer = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial"];
  const request = ["-req", "-in", path("request.pem"), "-extfile", path("names"), "-days", DAYS];
  await openssl("x509", ...request, ...signer, "-out", path("certificate.pem"));

  const port = freePort();
  const files = ["--tls-cert-file", path("certificate.pem"), "--tls-key-file", path("key.pem")];
  const server = new Deno.Command("redis-server", {
    args: ["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no", ...files]
      .concat("--bind", "127.0.0.1", "--dir", directory.path, "--save", ""),
    stdout: "null",
    stderr: "null",
  }).spawn();
  await until("Redis listens", () => isListening(port));
  return {
    port,
    ca: await Deno.readTextFile(path("ca.pem")),
    foreignCa: await Deno.readTextFile(path("foreign.pem")),
    [Symbol.asyncDispose]: async () => {
      server.kill("SIGKILL");
      await server.status;
      await directory[Symbol.asyncDispose]();
    },
  };
}

async function makeAuthority(path: string): Promise<void> {
  const key = ["-newkey", "rsa:2048", "-nodes", "-keyout", `${path}.key`, "-out", `${path}.pem`];
  await openssl("req", "-x509", "-subj", "/CN=authority of a test", "-days", DAYS, ...key);
}

async function openssl(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
