/** Share of the runs of random tests and of other long ones: a part by default, all in CI. */
const SHARE = Number(Deno.env.get("TEST_RUNS_SHARE") ?? 0.2);

/** The part that runs here of `all` the runs, or milliseconds, of a test in CI. */
export function runs(all: number): number {
  return Math.ceil(all * SHARE);
}
