import { account, type Contender, json, type Session, signIn } from "./contender.ts";
import { beside } from "./programs.ts";
import { freePort } from "../../testing/free_port.ts";
import { type ServerProcess, startServer } from "./server_process.ts";

/** This service, with a new data directory in `folder` for each start. */
export function createService(folder: string, binary: boolean): Contender {
  return {
    name: binary ? "MathCalculator (binary)" : "MathCalculator",
    start: () => start(folder, binary),
    signIn: signUpAndIn,
    verifyRecorded,
  };
}

async function start(folder: string, binary: boolean): Promise<ServerProcess> {
  const dataDir = await Deno.makeTempDir({ dir: folder, prefix: "data-" });
  const root = beside("../..");
  const port = freePort();
  return await startServer({
    program: binary ? `${root}dist/mathcalculator` : Deno.execPath(),
    args: binary ? ["serve"] : ["task", "start"],
    cwd: root,
    env: { HOST: "127.0.0.1", PORT: String(port), DATA_DIR: dataDir, LOG_FORMAT: "json" },
    port,
  });
}

export async function signUpAndIn(url: string): Promise<string> {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(account);
  await json(await fetch(`${url}/signup2`, { method: "POST", headers, body }));
  return await signIn(url);
}

export async function verifyRecorded({ url, token }: Session, answers: number): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  const get = async (path: string) => await json(await fetch(url + path, { headers }));
  const { calculations } = await get("/retrieve_info");
  const { entries } = await get("/logs?limit=1");
  const recorded = Array.isArray(entries) && entries.length > 0 ? Number(calculations) : 0;
  if (recorded >= answers) return;
  throw new Error(`The request log has ${recorded} entries for ${answers} answers`);
}
