export interface FairQueueOptions {
  /** Maximum number of jobs, regardless of how many places each job has. */
  readonly limit: number;
  /** Maximum number of places of one user. */
  readonly limitPerUser: number;
}

/**
 * A bounded queue in which users take turns; each user's jobs keep their order. A job may have a
 * place under several users: it leaves the queue at the first of their turns and does not use up
 * the turns of the others.
 */
export interface FairQueue<Job> {
  /**
   * Gives a job a place under a user. Returns the job that lost its last place because of a limit:
   * this one, or the last job of the user with the most places. Places that the job lost earlier are
   * not restored.
   */
  push(userId: string, job: Job): Job | undefined;
  shift(): Job | undefined;
  has(job: Job): boolean;
  /** Returns the jobs that would leave the queue before the given one if no others arrived. */
  ahead(job: Job): ReadonlySet<Job>;
  /** Removes the place of a job under a user. Returns the job if that was its last place. */
  leave(userId: string, job: Job): Job | undefined;
  /** Removes a job with all its places. */
  remove(job: Job): void;
  /** Number of jobs. */
  readonly size: number;
}

export function createFairQueue<Job>({ limit, limitPerUser }: FairQueueOptions): FairQueue<Job> {
  /** The jobs of each user, in the order of the users' turns. */
  const jobsByUser = new Map<string, Set<Job>>();
  const usersByJob = new Map<Job, Set<string>>();

  function push(userId: string, job: Job): Job | undefined {
    const jobs = jobsByUser.getOrInsertComputed(userId, () => new Set());
    if (jobs.has(job)) return undefined;
    jobs.add(job);
    usersByJob.getOrInsertComputed(job, () => new Set()).add(userId);
    if (jobs.size > limitPerUser) return dropLast(userId);
    let dropped: Job | undefined;
    while (usersByJob.size > limit) dropped = dropLast(userWithMostPlaces(userId));
    return dropped;
  }

  /** Returns the user with the most places; the given user wins ties. */
  function userWithMostPlaces(userId: string): string {
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
