/** CPU time of each thread of a process, in milliseconds by thread id. */
export function threadTimes(pid: number): ReadonlyMap<string, number> {
  const threads = [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name);
  return new Map(threads.map((id) => [id, threadMs(pid, id)]));
}

/** CPU time of one thread in milliseconds; 0 if it has ended. */
export function threadMs(pid: number, id: string): number {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/task/${id}/schedstat`).split(" ")[0]) / 1e6;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Id of the thread that has used the most CPU time since `before`. */
export function busiestSince(pid: number, before: ReadonlyMap<string, number>): string {
  const used = [...threadTimes(pid)].map(([id, ms]) => ({ id, ms: ms - (before.get(id) ?? 0) }));
  return used.reduce((most, each) => each.ms > most.ms ? each : most).id;
}
