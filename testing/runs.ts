/** Share of the runs of random tests: part of them by default, all of them in CI. */
const SHARE = Number(Deno.env.get("TEST_RUNS_SHARE") ?? 0.2);

/** Whether all runs are made. Other long tests then run in full, too. */
export const IN_FULL = SHARE >= 1;

/** The number of runs of a random test that has `all` of them in CI. */
export function runs(all: number): number {
  return Math.ceil(all * SHARE);
}
