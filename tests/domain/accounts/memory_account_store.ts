import type { Revocation, Session, User, UserRecord } from "../../../domain/accounts/types.ts";
import { uuidTime } from "../../../domain/uuid_time.ts";
import { ServiceError, unavailable } from "../../../domain/errors.ts";
import type { AccountStore } from "../../../domain/ports.ts";

export interface MemoryAccountStore extends AccountStore {
  readonly sessions: Session[];
  readonly revocations: Revocation[];
  /** While true, every call fails with `unavailable`. */
  isUnavailable: boolean;
}

/** An account store in memory that fulfils the contract of `AccountStore`. */
export function createMemoryAccountStore(): MemoryAccountStore {
  const users = new Map<string, UserRecord>();
  let sessions: Session[] = [];
  let revocations: Revocation[] = [];

  function run<Result>(action: () => Result): Promise<Result> {
    if (store.isUnavailable) return Promise.reject(unavailable("The database cannot be reached"));
    return new Promise((resolve) => resolve(action()));
  }

  function byName(username: string): UserRecord | undefined {
    const key = username.toLowerCase();
    return users.values().find((user) => user.username.toLowerCase() === key);
  }

  function revoke(revocation: Revocation): void {
    if (revocations.every(({ id }) => id !== revocation.id)) revocations.push(revocation);
  }

  const store: MemoryAccountStore = {
    isUnavailable: false,
    get sessions() {
      return sessions;
    },
    get revocations() {
      return revocations;
    },
    createUser: (user) =>
      run(() => {
        if (byName(user.username)) {
          const errors = [{ field: "username", message: "This username is taken" }];
          throw new ServiceError("username_taken", "The username is taken", { errors });
        }
        users.set(user.id, user);
      }),
    findUserByName: (username) => run(() => byName(username)),
    findUser: (id) => run(() => users.get(id)),
    listUsers: () =>
      run(() =>
        [...users.values()].map(publicPart).sort((a, b) =>
          a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1
        )
      ),
    updateUser: (id, changes, makeRevocation) =>
      run(() => {
        const user = users.get(id);
        if (user) users.set(id, { ...user, ...changes, version: user.version + 1 });
        const times = sessions.filter(({ userId }) => userId === id).map(({ id }) => uuidTime(id));
        const revocation = makeRevocation(Math.max(0, ...times));
        revoke(revocation);
        return revocation;
      }),
    replaceHash: (id, { from, to }) =>
      run(() => {
        const user = users.get(id);
        if (user?.passwordHash === from) users.set(id, { ...user, passwordHash: to });
      }),
    openSession: (session, userVersion) =>
      run(() => {
        if (users.get(session.userId)?.version !== userVersion) return false;
        sessions.push(session);
        return true;
      }),
    revoke: (revocation) => run(() => revoke(revocation)),
    revocationsSince: (moment) =>
      run(() => revocations.filter(({ createdAt }) => createdAt >= moment)),
    removeExpired: (moment) =>
      run(() => {
        sessions = sessions.filter(({ expiresAt }) => expiresAt >= moment);
        revocations = revocations.filter(({ expiresAt }) => expiresAt >= moment);
      }),
  };
  return store;
}

function publicPart({ passwordHash: _, ...user }: UserRecord): User {
  return user;
}
