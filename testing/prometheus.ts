import { stringify } from "yaml";
import { makeDirectory } from "./directory.ts";
import { freePort } from "./free_port.ts";
import { until } from "./until.ts";

export interface Prometheus extends AsyncDisposable {
  /** Values of an instant query. Throws the error reported by Prometheus. */
  query(expression: string): Promise<number[]>;
  /** Member `data` of the response of an API endpoint, below `/api/v1/`. */
  // deno-lint-ignore no-explicit-any -- JSON
  get(path: string): Promise<any>;
}

/**
 * Starts Prometheus on a free port of 127.0.0.1 with a temporary data directory and the features of
 * the Compose file.
 */
export async function startPrometheus(program: string, config: unknown): Promise<Prometheus> {
  const directory = await makeDirectory();
  const file = `${directory.path}/prometheus.yml`;
  await Deno.writeTextFile(file, stringify(config));
  const address = `127.0.0.1:${freePort()}`;
  const child = new Deno.Command(program, {
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${directory.path}/data`,
      `--web.listen-address=${address}`,
      "--enable-feature=exemplar-storage",
    ],
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(child.stderr).text();

  async function get(path: string) {
    const response = await fetch(`http://${address}/api/v1/${path}`);
    const { status, data, error } = await response.json();
    if (status !== "success") throw new Error(`${path}: ${error}`);
    return data;
  }

  async function query(expression: string): Promise<number[]> {
    const { resultType, result } = await get(`query?query=${encodeURIComponent(expression)}`);
    if (resultType !== "vector") throw new Error(`${expression} returns a ${resultType}`);
    return result.map(({ value }: { value: [number, string] }) => Number(value[1]));
  }

  async function isReady(): Promise<boolean> {
    try {
      const response = await fetch(`http://${address}/-/ready`);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  async function dispose(): Promise<void> {
    child.kill("SIGKILL");
    await Promise.all([child.status, log]);
    await directory[Symbol.asyncDispose]();
  }

  const ended = child.status.then(async ({ code }) => {
    throw new Error(`Prometheus ended with ${code}:\n${await log}`);
  });
  ended.catch(() => {});
  try {
    await Promise.race([until("Prometheus is ready", isReady), ended]);
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
  return { query, get, [Symbol.asyncDispose]: dispose };
}
