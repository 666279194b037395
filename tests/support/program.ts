import { createHttpClient, type HttpClient } from "./http_client.ts";
import { programCommand, type ProgramForm, PROJECT } from "./program_command.ts";

const TIME_LIMIT_MS = 60_000;

export interface LaunchOptions {
  readonly form?: ProgramForm;
  /** The whole environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A command that takes the program and its arguments as its last arguments. */
  readonly through?: readonly string[];
}

export interface ServeOptions extends LaunchOptions {
  /** By default a new one, which is removed at the end; null leaves the choice to the program. */
  readonly dataDir?: string | null;
  /** Further arguments of `serve`. */
  readonly args?: readonly string[];
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a process of its own that serves on a free port of 127.0.0.1. */
export interface Program extends HttpClient, AsyncDisposable {
  readonly dataDir: string;
  readonly finished: Promise<Finished>;
  /** The application log so far. */
  log(): Record<string, unknown>[];
  /** Sends a signal and waits for the end. */
  end(signal: Deno.Signal): Promise<Finished>;
}

/** Starts `serve` and waits until it listens; rejects with its output if it ends before. */
export async function startProgram(options: ServeOptions = {}): Promise<Program> {
  const { args = [], dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-data-" }) } =
    options;
  const choice = dataDir === null ? [] : ["--data-dir", dataDir];
  const { listening, finished, log, end } = launch(
    ["serve", "--port", "0", ...choice, ...args],
    options,
  );

  async function dispose(): Promise<void> {
    await end("SIGKILL");
    if (options.dataDir === undefined) await Deno.remove(dataDir!, { recursive: true });
  }

  try {
    const client = createHttpClient(await listening);
    return {
      ...client,
      dataDir: dataDir ?? "data",
      finished,
      log,
      end,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Runs the program with a command of its own and returns how it ended. */
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

interface Process extends Pick<Program, "finished" | "log" | "end"> {
  /** The address that the log names; rejects if the process ends before. */
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
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      stdout += text;
      const address = log().find(({ message }) => message === "listening")?.address;
      if (address !== undefined) listening.resolve(String(address));
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

  /** The complete lines that are JSON. */
  function log(): Record<string, unknown>[] {
    return stdout.split("\n").slice(0, -1).filter((line) => line.startsWith("{")).map((line) =>
      JSON.parse(line)
    );
  }

  const finished = finish();

  function end(signal: Deno.Signal): Promise<Finished> {
    if (!ended) child.kill(signal);
    return finished;
  }

  return { listening: listening.promise, finished, log, end };
}
