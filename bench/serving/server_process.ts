import { withDescendants } from "./processes.ts";

export interface ServerCommand {
  program: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  port: number;
}

export interface ServerProcess extends AsyncDisposable {
  pid: number;
  url: string;
  /** A background process of the server, measured separately. */
  helperPid?: number;
}

const startLimitMs = 60_000;
const stopLimitMs = 10_000;
const keptVariables = /^(PATH|HOME|LANG|TMPDIR|SSL_CERT_.*|XDG_.*|DENO_.*|[a-z]+_proxy)$/i;

/** Starts a server and waits until it responds to HTTP with any status. */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const { program, args, cwd, env, port } = command;
  const child = new Deno.Command(program, {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...keptEnvironment(), ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const messages = child.stderr.text();
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilAnswering(child, url);
  } catch (cause) {
    await stop(child);
    throw new Error(`"${program} ${args.join(" ")}" did not start:\n${await messages}`, { cause });
  }
  return { pid: child.pid, url, [Symbol.asyncDispose]: () => stop(child) };
}

// A database address in the caller's environment would change the measurement.
function keptEnvironment(): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) => keptVariables.test(name));
  return Object.fromEntries(kept);
}

async function untilAnswering(child: Deno.ChildProcess, url: string): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  for (const deadline = performance.now() + startLimitMs; performance.now() < deadline;) {
    if (ended) throw new Error("The process has ended");
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No answer from ${url} within ${startLimitMs} ms`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

async function stop(child: Deno.ChildProcess): Promise<void> {
  const pids = withDescendants(child.pid);
  const kill = () => pids.forEach((pid) => send(pid, "SIGKILL"));
  send(child.pid, "SIGTERM");
  const timer = setTimeout(kill, stopLimitMs);
  await child.status;
  clearTimeout(timer);
  kill();
}

function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
