export interface FairQueueOptions {
  /** Jobs in all, however many places each has. */
  readonly limit: number;
  /** Places of one user. */
  readonly limitPerUser: number;
}

/**
 * A bounded queue in which users take turns, each user's jobs in their order. A job may have places
 * under several users: it comes at the first of their turns, and costs the others none.
 */
export interface FairQueue<Job> {
  /**
   * Gives a user a place for a job. Returns the job that is left without any: this one, or the last
   * one of a user who has at least two more. Others who lost their place for it earlier are not
   * asked again.
   */
  push(userId: string, job: Job): Job | undefined;
  shift(): Job | undefined;
  has(job: Job): boolean;
  /** The jobs that would come before a waiting one, if no others arrived. */
  ahead(job: Job): ReadonlySet<Job>;
  /** Takes away a user's place for a job. Returns the job if it is left without any. */
  leave(userId: string, job: Job): Job | undefined;
  /** Takes out a job with all its places. */
  remove(job: Job): void;
  /** Jobs that wait. */
  readonly size: number;
}

export function createFairQueue<Job>({ limit, limitPerUser }: FairQueueOptions): FairQueue<Job> {
  /** In the order of the users' turns. */
  const jobsByUser = new Map<string, Set<Job>>();
  const usersByJob = new Map<Job, Set<string>>();

  function push(userId: string, job: Job): Job | undefined {
    const jobs = jobsByUser.getOrInsertComputed(userId, () => new Set());
    if (jobs.has(job)) return undefined;
    jobs.add(job);
    usersByJob.getOrInsertComputed(job, () => new Set()).add(userId);
    if (jobs.size > limitPerUser) return dropLast(userId);
    let dropped: Job | undefined;
    while (usersByJob.size > limit) dropped = dropLast(longest(userId));
    return dropped;
  }

  /** The user with the most places; the given one if nobody has more. */
  function longest(userId: string): string {
    let [user, most] = [userId, jobsByUser.get(userId)!.size];
    for (const [other, { size }] of jobsByUser) {
      if (size > most) [user, most] = [other, size];
    }
    return user;
  }

  function dropLast(userId: string): Job | undefined {
    return leave(userId, [...jobsByUser.get(userId)!].at(-1)!);
  }

  function shift(): Job | undefined {
    for (const [userId, jobs] of jobsByUser) {
      const [job] = jobs;
      jobsByUser.delete(userId);
      jobsByUser.set(userId, jobs);
      remove(job!);
      return job;
    }
    return undefined;
  }

  function leave(userId: string, job: Job): Job | undefined {
    const users = usersByJob.get(job);
    if (!users?.delete(userId)) return undefined;
    const jobs = jobsByUser.get(userId)!;
    jobs.delete(job);
    if (jobs.size === 0) jobsByUser.delete(userId);
    if (users.size > 0) return undefined;
    usersByJob.delete(job);
    return job;
  }

  function ahead(job: Job): ReadonlySet<Job> {
    const earlier = new Set<Job>();
    const queues = [...jobsByUser.values()].map((jobs) => [...jobs]);
    for (let turn = 0; earlier.size < usersByJob.size; turn++) {
      for (const jobs of queues) {
        const other = jobs[turn];
        if (other === job) return earlier;
        if (other !== undefined) earlier.add(other);
      }
    }
    return earlier;
  }

  function remove(job: Job): void {
    for (const userId of usersByJob.get(job) ?? []) leave(userId, job);
  }

  return {
    push,
    shift,
    has: (job) => usersByJob.has(job),
    ahead,
    leave,
    remove,
    get size() {
      return usersByJob.size;
    },
  };
}
