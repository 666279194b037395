import assert from "node:assert/strict";

/** `CLOCK_THREAD_CPUTIME_ID` on Linux. */
const THREAD_CPU_TIME = 3;

/**
 * A clock of the CPU time of this isolate's thread, in milliseconds. Other programs do not advance
 * it, and neither do the threads that compile and collect garbage. Linux only.
 */
export function threadCpuClock(): () => number {
  assert.equal(Deno.build.os, "linux", "CPU time is measured on Linux only");
  const { symbols } = Deno.dlopen("libc.so.6", {
    clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  });
  const time = new BigInt64Array(2);
  return () => {
    symbols.clock_gettime(THREAD_CPU_TIME, time);
    return Number(time[0]) * 1e3 + Number(time[1]) / 1e6;
  };
}
