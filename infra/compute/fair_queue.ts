export interface FairQueueOptions {
  /** Jobs that may wait in all. */
  readonly limit: number;
  /** Jobs of one user that may wait. */
  readonly limitPerUser: number;
}

/** A bounded queue in which users take turns, each user's jobs in their order. */
export interface FairQueue<Job> {
  /**
   * Returns the job for which there is no place: this one, or the last one of a user who has at
   * least two more waiting.
   */
  push(userId: string, job: Job): Job | undefined;
  shift(): Job | undefined;
  /** Takes out a job that has not been shifted yet. */
  remove(userId: string, job: Job): void;
  readonly size: number;
}

export function createFairQueue<Job>({ limit, limitPerUser }: FairQueueOptions): FairQueue<Job> {
  /** In the order of the users' turns. */
  const jobsByUser = new Map<string, Job[]>();
  let size = 0;

  function push(userId: string, job: Job): Job | undefined {
    const waiting = jobsByUser.get(userId)?.length ?? 0;
    if (waiting >= limitPerUser) return job;
    const refused = size >= limit ? takeFromLongest(waiting + 2) : undefined;
    if (size >= limit) return job;
    const jobs = jobsByUser.get(userId);
    if (jobs) jobs.push(job);
    else jobsByUser.set(userId, [job]);
    size++;
    return refused;
  }

  /** The last job of the user with the most, if there are at least so many. */
  function takeFromLongest(least: number): Job | undefined {
    let longest: Job[] = [];
    for (const jobs of jobsByUser.values()) {
      if (jobs.length > longest.length) longest = jobs;
    }
    if (longest.length < least) return undefined;
    size--;
    return longest.pop();
  }

  function shift(): Job | undefined {
    for (const [userId, jobs] of jobsByUser) {
      const job = jobs.shift();
      jobsByUser.delete(userId);
      if (jobs.length > 0) jobsByUser.set(userId, jobs);
      size--;
      return job;
    }
    return undefined;
  }

  function remove(userId: string, job: Job): void {
    const jobs = jobsByUser.get(userId);
    const index = jobs?.indexOf(job) ?? -1;
    if (!jobs || index < 0) return;
    jobs.splice(index, 1);
    if (jobs.length === 0) jobsByUser.delete(userId);
    size--;
  }

  return {
    push,
    shift,
    remove,
    get size() {
      return size;
    },
  };
}
