import { exchange } from "../raw_http.ts";
import type { AttackTarget } from "./attack.ts";

const CONNECTIONS = 16;

/** Sends requests in turn on 16 connections at a time, each as soon as the last one is answered. */
export async function repeatRequests(
  { port }: AttackTarget,
  texts: readonly string[],
  until: AbortSignal,
): Promise<void> {
  let count = 0;

  async function repeat(): Promise<void> {
    while (!until.aborted) await exchange(port, texts[count++ % texts.length]!);
  }

  await Promise.all(Array.from({ length: CONNECTIONS }, repeat));
}
