import type { TestDirectory } from "./directory.ts";
import { createHttpClient, type HttpClient } from "./http_client.ts";
import { installed } from "./installed.ts";
import { PROJECT } from "./program_command.ts";
import { until } from "./until.ts";

/** A load balancer with the configuration of `deploy/`. */
export interface ProxyProgram {
  readonly name: string;
  /** Undefined if it is not installed. */
  readonly path: string | undefined;
  /** Writes the configuration and returns the arguments and environment of the program. */
  readonly prepare: (options: ProxyOptions) => Promise<Launch>;
}

export interface ProxyOptions {
  readonly directory: TestDirectory;
  /** Port of 127.0.0.1 to listen on. */
  readonly port: number;
  readonly replicas: readonly { readonly port: number }[];
}

interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Proxy extends HttpClient, AsyncDisposable {}

export const PROXIES: readonly ProxyProgram[] = [
  { name: "Caddy", path: installed("caddy"), prepare: prepareCaddy },
  { name: "nginx", path: installed("nginx"), prepare: prepareNginx },
  { name: "Traefik", path: installed("traefik"), prepare: prepareTraefik },
];

/** Starts a proxy; resolves when a request through it succeeds or a replica refuses it. */
export async function startProxy(program: ProxyProgram, options: ProxyOptions): Promise<Proxy> {
  const { args, env } = await program.prepare(options);
  const child = new Deno.Command(program.path!, {
    args: [...args],
    clearEnv: true,
    env: { ...env },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(child.stderr).text();
  const client = createHttpClient(`http://localhost:${options.port}`);

  async function dispose(): Promise<void> {
    // nginx's workers end only if their master tells them to.
    child.kill("SIGTERM");
    await Promise.all([child.status, log]);
  }

  async function isReady(): Promise<boolean> {
    try {
      return (await client.get("/health/live")).ok;
    } catch {
      return false;
    }
  }

  const ended = child.status.then(async ({ code }) => {
    throw new Error(`${program.name} ended with ${code}:\n${await log}`);
  });
  ended.catch(() => {});
  await Promise.race([until(`${program.name} listens`, isReady), ended]);
  return { ...client, [Symbol.asyncDispose]: dispose };
}

async function prepareCaddy({ directory, port, replicas }: ProxyOptions): Promise<Launch> {
  const text = await Deno.readTextFile(`${PROJECT}deploy/caddy/Caddyfile`);
  const file = `${directory.path}/Caddyfile`;
  await Deno.writeTextFile(file, text.replace(":8080", `:${port}`));
  return {
    args: ["run", "--config", file, "--adapter", "caddyfile"],
    env: { HOME: directory.path, REPLICAS: replicas.map(addressOf).join(" ") },
  };
}

async function prepareNginx({ directory, port, replicas }: ProxyOptions): Promise<Launch> {
  const text = await Deno.readTextFile(`${PROJECT}deploy/nginx/mathcalculator.conf`);
  const [servers = ""] = /(\tserver replica-.*\n)+/.exec(text) ?? [];
  const [, parameters = ""] = /server \S+( .*);/.exec(servers) ?? [];
  const site = text.replace("listen 8080", `listen ${port}`)
    .replace(servers, replicas.map((each) => `server ${addressOf(each)}${parameters};\n`).join(""));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${directory.path}/nginx_${name};`);
  const file = `${directory.path}/nginx.conf`;
  await Deno.writeTextFile(
    file,
    `
daemon off;
pid ${directory.path}/nginx.pid;
${Deno.uid() === 0 ? "user root;" : ""}
error_log stderr;
events {}
http {
  access_log off;
  ${temporary.join("\n  ")}
  ${site}
}
`,
  );
  return { args: ["-c", file, "-e", "stderr"], env: {} };
}

async function prepareTraefik({ directory, port, replicas }: ProxyOptions): Promise<Launch> {
  const read = (name: string) => Deno.readTextFile(`${PROJECT}deploy/traefik/${name}`);
  const servers = replicas.map((each) => `          - url: h2c://${addressOf(each)}\n`).join("");
  const routing = (await read("mathcalculator.yml"))
    .replace(/( +- url: h2c:.*replica-.*\n)+/, servers);
  const [file, routingFile] = [`${directory.path}/traefik.yml`, `${directory.path}/routing.yml`];
  await Deno.writeTextFile(routingFile, routing);
  await Deno.writeTextFile(
    file,
    (await read("traefik.yml"))
      .replace(":8080", `:${port}`)
      .replace("/etc/traefik/mathcalculator.yml", routingFile),
  );
  return { args: [`--configFile=${file}`], env: { HOME: directory.path } };
}

function addressOf({ port }: { readonly port: number }): string {
  return `127.0.0.1:${port}`;
}
