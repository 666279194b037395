const TICKS_PER_SECOND = 100;

/** Resident memory of a process, in bytes. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
}

/** CPU time of a process, in seconds. */
export async function processorSecondsOf(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU time of the running threads of a process, in milliseconds: finer than `processorSecondsOf`. */
export function threadsCpuMs(pid: number): number {
  const threads = [...Deno.readDirSync(`/proc/${pid}/task`)];
  return threads.reduce((sum, { name }) => sum + threadCpuMs(pid, name), 0);
}

function threadCpuMs(pid: number, id: string): number {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/task/${id}/schedstat`).split(" ")[0]) / 1e6;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Number of open descriptors of a process. */
export function descriptorsOf(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

/** Peak resident memory of a process since `resetPeakMemory`, in bytes. */
export async function peakMemoryOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
}

/** See `clear_refs` in proc_pid_clear_refs(5). */
export async function resetPeakMemory(pid: number): Promise<void> {
  await Deno.writeTextFile(`/proc/${pid}/clear_refs`, "5", { create: false });
}
