import type {
  ListedSession,
  Revocation,
  Session,
  User,
  UserRecord,
} from "../../../domain/accounts/types.ts";
import { lastAdministrator, ServiceError, unavailable } from "../../../domain/errors.ts";
import { uuidTime } from "../../../domain/uuid_time.ts";
import type { AccountStore, MakeRevocation } from "../../../domain/ports.ts";

export interface MemoryAccountStore extends AccountStore {
  readonly sessions: Session[];
  readonly revocations: Revocation[];
  /** While true, every call fails with `unavailable`. */
  isUnavailable: boolean;
}

/** An account store in memory that fulfils the contract of `AccountStore`. */
export function createMemoryAccountStore(): MemoryAccountStore {
  const users = new Map<string, UserRecord>();
  let sessions: (Session & Pick<ListedSession, "device" | "lastUsedAt">)[] = [];
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

  function revocationOfAll(userId: string, makeRevocation: MakeRevocation): Revocation {
    const own = sessions.filter((session) => session.userId === userId);
    const revocation = makeRevocation(Math.max(0, ...own.map(({ id }) => uuidTime(id))));
    const expiries = own.map(({ expiresAt }) => expiresAt);
    return { ...revocation, expiresAt: Math.max(revocation.expiresAt, ...expiries) };
  }

  function keepAdministrator(change: () => Revocation): Revocation {
    const before = new Map(users);
    const hadAdministrator = hasAdministrator();
    const revocation = change();
    if (hadAdministrator && !hasAdministrator()) {
      users.clear();
      for (const [id, user] of before) users.set(id, user);
      throw lastAdministrator();
    }
    revoke(revocation);
    return revocation;
  }

  function hasAdministrator(): boolean {
    return users.values().some(({ role, disabled }) => role === "admin" && !disabled);
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
        const revocation = revocationOfAll(id, makeRevocation);
        revoke(revocation);
        return revocation;
      }),
    changePassword: (id, { from, to }, makeRevocation) =>
      run(() => {
        const user = users.get(id);
        if (user?.passwordHash !== from) return undefined;
        users.set(id, { ...user, passwordHash: to, version: user.version + 1 });
        const revocation = revocationOfAll(id, makeRevocation);
        revoke(revocation);
        return revocation;
      }),
    findUsers: ({ prefix, after = "", limit }) =>
      run(() =>
        [...users.values()].map(publicPart)
          .map((user) => [user.username.toLowerCase(), user] as const)
          .filter(([key]) => key.startsWith(prefix.toLowerCase()) && key > after)
          .sort(([a], [b]) => a < b ? -1 : 1).slice(0, limit).map(([, user]) => user)
      ),
    administerUser: (id, changes, makeRevocation) =>
      run(() =>
        keepAdministrator(() => {
          const user = users.get(id);
          if (user) users.set(id, { ...user, ...changes, version: user.version + 1 });
          return revocationOfAll(id, makeRevocation);
        })
      ),
    deleteUser: (id, makeRevocation, passwordHash) =>
      run(() => {
        if (passwordHash !== undefined && users.get(id)?.passwordHash !== passwordHash) {
          return undefined;
        }
        const revocation = keepAdministrator(() => {
          users.delete(id);
          return revocationOfAll(id, makeRevocation);
        });
        sessions = sessions.filter(({ userId }) => userId !== id);
        return revocation;
      }),
    listSessions: (userId) =>
      run(() =>
        sessions.filter((session) => session.userId === userId)
          .toSorted((a, b) => a.id < b.id ? 1 : -1)
      ),
    recordSessionUse: ({ id, idleAt }, now) =>
      run(() => {
        sessions = sessions.map((session) =>
          session.id !== id ? session : {
            ...session,
            lastUsedAt: now,
            ...(idleAt !== undefined && session.idleAt !== undefined && {
              idleAt: Math.max(idleAt, session.idleAt),
            }),
          }
        );
      }),
    replaceHash: (id, { from, to }) =>
      run(() => {
        const user = users.get(id);
        if (user?.passwordHash === from) users.set(id, { ...user, passwordHash: to });
      }),
    openSession: ({ device = null, ...session }, userVersion) =>
      run(() => {
        if (users.get(session.userId)?.version !== userVersion) return false;
        sessions.push({ ...session, device, lastUsedAt: null });
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
