import { makeDirectory } from "../../testing/directory.ts";
import { query } from "./attempts.ts";
import type { ProbeOrder } from "./probe_main.ts";

export type Aims = Pick<ProbeOrder, "targets" | "share">;

/** Creates the targets of the attempts and of the isolates; disposing of them removes all. */
export async function createTargets(): Promise<Aims & AsyncDisposable> {
  const outside = await makeDirectory();
  const data = await makeDirectory();
  const directory = outside.path;
  await Deno.writeTextFile(`${directory}/text.txt`, "text");
  await Deno.writeTextFile(`${directory}/module.js`, "export {};");
  await Deno.writeTextFile(`${directory}/common_module.cjs`, "");
  query(`${directory}/other.db`, "create table other (id integer) strict");
  const database = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  return {
    targets: { port: server.addr.port, directory, pid: Deno.pid },
    share: {
      host: "127.0.0.1",
      port: freePort(),
      dataDir: data.path,
      databaseUrl: `postgres://ada@127.0.0.1:${database.addr.port}/math`,
    },
    [Symbol.asyncDispose]: async () => {
      database.close();
      await server.shutdown();
      await outside[Symbol.asyncDispose]();
      await data[Symbol.asyncDispose]();
    },
  };
}

function answer(request: Request): Response {
  if (request.headers.has("upgrade")) return Deno.upgradeWebSocket(request).response;
  return new Response("export {};", { headers: { "Content-Type": "text/javascript" } });
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}
