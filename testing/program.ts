import { makeDirectory } from "./directory.ts";
import { createHttpClient, type HttpClient } from "./http_client.ts";
import { programCommand, type ProgramForm, PROJECT } from "./program_command.ts";
import { until } from "./until.ts";

const TIME_LIMIT_MS = 60_000;

export interface LaunchOptions {
  /** A path selects another copy of the compiled program. */
  readonly form?: ProgramForm | { readonly path: string };
  /** The complete environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** User id of the process; only root can set it. */
  readonly uid?: number;
  /** A command prefix, such as `nice`, that runs the program. */
  readonly through?: readonly string[];
}

export interface ServeOptions extends LaunchOptions {
  /** The command to run. */
  readonly verb?: "serve" | "consume";
  /** By default a temporary directory; null passes none to the program. */
  readonly dataDir?: string | null;
  /** Additional arguments of the command. */
  readonly args?: readonly string[];
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the program that serves on a free port of 127.0.0.1. */
export interface Program extends HttpClient, AsyncDisposable {
  readonly dataDir: string;
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** The application log so far. */
  log(): Record<string, unknown>[];
  /** Sends a signal and waits until the process has ended. */
  end(signal: Deno.Signal): Promise<Finished>;
}

/**
 * Starts the program; resolves when its log, at level `info` or `debug`, reports that it listens.
 * Rejects with its output if it ends before that.
 */
export async function startProgram(options: ServeOptions = {}): Promise<Program> {
  const { verb = "serve", args = [] } = options;
  const needsOwn = verb === "serve" && options.dataDir === undefined;
  const own = needsOwn ? await makeDirectory() : undefined;
  const dataDir = own?.path ?? options.dataDir ?? null;
  const choice = dataDir === null ? [] : ["--data-dir", dataDir];
  const process = launch([verb, "--port", "0", ...choice, ...args], options);

  async function dispose(): Promise<void> {
    await process.end("SIGKILL");
    await own?.[Symbol.asyncDispose]();
  }

  const timer = setTimeout(() => process.end("SIGKILL"), TIME_LIMIT_MS);
  try {
    const client = createHttpClient(await process.listening);
    return { ...process, ...client, dataDir: dataDir ?? "data", [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Starts the program and waits until it is ready: it listens before its database is migrated. */
export async function startReadyProgram(options: ServeOptions = {}): Promise<Program> {
  const program = await startProgram(options);
  try {
    await until("the program is ready", async () => {
      const response = await program.get("/health/ready");
      await response.body?.cancel();
      return response.status === 200;
    });
    return program;
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a command of the program to its end. */
export async function runProgram(
  args: readonly string[],
  options: LaunchOptions & { readonly input?: string } = {},
): Promise<Finished> {
  const { listening, finished, end } = launch(args, options);
  listening.catch(() => {});
  const timer = setTimeout(() => end("SIGKILL"), TIME_LIMIT_MS);
  try {
    return await finished;
  } finally {
    clearTimeout(timer);
  }
}

interface Process extends Pick<Program, "pid" | "finished" | "log" | "end"> {
  /** Address from the log; rejects if the process ends before it listens. */
  readonly listening: Promise<string>;
}

function launch(
  args: readonly string[],
  options: LaunchOptions & { readonly input?: string },
): Process {
  const command = programCommand(options.form ?? "compiled");
  const [first, ...others] = [...options.through ?? [], command.path, ...command.args, ...args];
  const child = new Deno.Command(first!, {
    args: others,
    cwd: options.cwd ?? PROJECT,
    ...(options.uid !== undefined && { uid: options.uid }),
    clearEnv: true,
    env: { ...command.env, ...options.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const listening = Promise.withResolvers<string>();
  let stdout = "";
  let ended = false;

  async function readOutput(): Promise<void> {
    let found = false;
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      stdout += text;
      if (found) continue;
      const address = log().find(({ message }) => message === "listening")?.address;
      if (address !== undefined) listening.resolve(String(address));
      found = address !== undefined;
    }
  }

  async function finish(): Promise<Finished> {
    const input = ReadableStream.from([new TextEncoder().encode(options.input ?? "")]);
    const [{ code }, stderr] = await Promise.all([
      child.status.finally(() => ended = true),
      new Response(child.stderr).text(),
      readOutput(),
      input.pipeTo(child.stdin).catch(() => {}),
    ]);
    listening.reject(new Error(`The program ended with ${code}:\n${stdout}${stderr}`));
    return { code, stdout, stderr };
  }

  function log(): Record<string, unknown>[] {
    const complete = stdout.split("\n").slice(0, -1);
    return complete.filter((line) => line.startsWith('{"time":')).map((line) => JSON.parse(line));
  }

  // A test that exceeds its time limit cannot dispose of its programs.
  const kill = () => void end("SIGKILL");
  globalThis.addEventListener("unload", kill);
  const finished = finish().finally(() => globalThis.removeEventListener("unload", kill));

  function end(signal: Deno.Signal): Promise<Finished> {
    if (!ended) child.kill(signal);
    return finished;
  }

  return { pid: child.pid, listening: listening.promise, finished, log, end };
}
