import process from "node:process";

/** `CLOCK_THREAD_CPUTIME_ID` on Linux. */
const THREAD_CPU_TIME = 3;

/**
 * A clock of CPU time, in milliseconds, which other programs do not advance: that of this isolate's
 * thread on Linux, and that of the process elsewhere.
 */
export function threadCpuClock(): () => number {
  if (Deno.build.os !== "linux") {
    return () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e3;
    };
  }
  const { symbols } = Deno.dlopen("libc.so.6", {
    clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  });
  const time = new BigInt64Array(2);
  return () => {
    symbols.clock_gettime(THREAD_CPU_TIME, time);
    return Number(time[0]) * 1e3 + Number(time[1]) / 1e6;
  };
}
