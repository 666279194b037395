/** Ids of a process and its live descendants. */
export function withDescendants(pid: number): number[] {
  const found = [pid];
  for (const each of found) found.push(...childrenOf(each));
  return found;
}

/** User and system time of a process, all its threads and its child processes. */
export function cpuTimeUs(pid: number, ticksPerSecond: number): number {
  const ticks = withDescendants(pid).reduce((total, each) => total + cpuTicks(each), 0);
  return ticks * 1_000_000 / ticksPerSecond;
}

function childrenOf(pid: number): number[] {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/task`)].flatMap(({ name }) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).trim().split(" ")
        .filter((child) => child !== "").map(Number)
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function cpuTicks(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The program's name, in parentheses, may contain spaces. Field 3 of proc(5) follows it; fields
  // 14 to 17 are utime, stime, cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(14 - 3, 18 - 3).reduce((total, field) => total + Number(field), 0);
}
