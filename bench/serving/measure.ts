import type { Contender, Session } from "./contender.ts";
import { cpuTimeUs } from "./processes.ts";
import { beside, run } from "./programs.ts";

export interface Measurement {
  answersPerSecond: number;
  cpuUsPerAnswer: number;
  /** CPU time of the background process of the server; 0 without one. */
  helperCpuUsPerAnswer: number;
}

export interface MeasureOptions {
  seconds: number;
  connections: number;
  ticksPerSecond: number;
  signal: AbortSignal;
}

const warmUpSeconds = 3;

/** Starts a contender, warms it up, measures it and stops it. */
export async function measure(
  contender: Contender,
  options: MeasureOptions,
): Promise<Measurement> {
  await using server = await contender.start();
  const token = await contender.signIn?.(server.url) ?? "none";
  const session = { url: server.url, token };
  await checkAnswer(contender, session);
  const warmUp = await load(session, { ...options, seconds: warmUpSeconds });

  const timesUs = () =>
    [server.pid, server.helperPid].map((pid) => pid ? cpuTimeUs(pid, options.ticksPerSecond) : 0);
  const before = timesUs();
  const { answers, microseconds } = await load(session, options);
  const [own, helpers] = timesUs().map((time, i) => (time - before[i]!) / answers);

  await contender.verifyRecorded?.(session, warmUp.answers + answers);
  return {
    answersPerSecond: answers * 1_000_000 / microseconds,
    cpuUsPerAnswer: own!,
    helperCpuUsPerAnswer: helpers!,
  };
}

async function checkAnswer(contender: Contender, { url, token }: Session): Promise<void> {
  const body = '{"n":300}';
  const send = async (headers: Record<string, string>) => {
    const all = { "Content-Type": "application/json", ...headers };
    const response = await fetch(`${url}/fibonacci`, { method: "POST", headers: all, body });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await send({ Authorization: `Bearer ${token}` });
  const expected = contender.signIn ? `"result":"${fibonacci(300)}"` : body;
  if (status !== 200 || !text.includes(expected)) {
    throw new Error(`${contender.name} answered ${status}: ${text}`);
  }
  if (contender.signIn && (await send({})).status !== 401) {
    throw new Error(`${contender.name} accepts requests without a token`);
  }
}

function fibonacci(n: number): bigint {
  let [a, b] = [0n, 1n];
  for (let i = 0; i < n; i++) [a, b] = [b, a + b];
  return a;
}

async function load({ url, token }: Session, options: MeasureOptions) {
  const { seconds, connections, signal } = options;
  // uvicorn keeps some connections waiting longer than wrk's default timeout of 2 seconds.
  const args = `--threads 1 --connections ${connections} --duration ${seconds}s --timeout 10s`
    .split(" ");
  const output = await run("wrk", [...args, "--script", beside("wrk.lua"), url], {
    env: { BENCH_TOKEN: token },
    signal,
  });
  const line = output.slice(output.lastIndexOf("\n") + 1);
  const { microseconds, answers, ...errors }: Record<string, number> = JSON.parse(line);
  if (!answers || !microseconds || Object.values(errors).some((count) => count > 0)) {
    throw new Error(`Not every request was answered with 200: ${line}`);
  }
  return { answers, microseconds };
}
