import { invalidCredentials, invalidInput, ServiceError } from "../errors.ts";
import type { AccountStore, Clock, PasswordHasher } from "../ports.ts";
import { CONTAINS_USERNAME, containsUsername } from "./credentials.ts";
import type { Sessions } from "./sessions.ts";
import type { Role, Session, User, UserChanges, UserRecord } from "./types.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Accounts {
  /** Makes an account; the caller has checked both against `newAccountSchema`. Throws `username_taken`. */
  create(credentials: Credentials, role?: Role): Promise<User>;
  /** The user with this name and password. Throws `invalid_credentials`. */
  verify(credentials: Credentials): Promise<User>;
  /** Ends the user's other sessions too. Throws `invalid_input` for a wrong current password. */
  changePassword(
    session: Session,
    change: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void>;
  profile(session: Session): Promise<User>;
  /** The user with a name, without regard to case. Throws `not_found`. */
  find(username: string): Promise<User>;
  list(): Promise<User[]>;
  /** Changes an account and ends its sessions. Throws `not_found`. */
  setPassword(username: string, password: string): Promise<void>;
  setRole(username: string, role: Role): Promise<void>;
  setDisabled(username: string, disabled: boolean): Promise<void>;
}

export interface AccountsOptions {
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly sessions: Pick<Sessions, "revocationOf" | "apply">;
  readonly clock: Clock;
}

export function createAccounts({ store, hasher, sessions, clock }: AccountsOptions): Accounts {
  async function create(credentials: Credentials, role: Role = "user"): Promise<User> {
    const user: User = {
      id: clock.uuid(),
      username: credentials.username,
      role,
      disabled: false,
      createdAt: new Date(clock.now()).toISOString(),
      version: 1,
    };
    await store.createUser({ ...user, passwordHash: await hasher.hash(credentials.password) });
    return user;
  }

  async function verify({ username, password }: Credentials): Promise<User> {
    const record = await store.findUserByName(username);
    const matches = await hasher.verify(password, record?.passwordHash);
    if (!record || !matches || record.disabled) throw invalidCredentials();
    return publicPart(record);
  }

  async function changePassword(
    session: Session,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  ): Promise<void> {
    if (containsUsername(newPassword, session.username)) {
      throw invalidInput("new_password", CONTAINS_USERNAME);
    }
    const record = await store.findUser(session.userId);
    if (!(await hasher.verify(currentPassword, record?.passwordHash))) {
      throw invalidInput("current_password", "This is not the current password");
    }
    const passwordHash = await hasher.hash(newPassword);
    await change(session.userId, { passwordHash }, session.id);
  }

  async function profile(session: Session): Promise<User> {
    const record = await store.findUser(session.userId);
    if (!record) throw new ServiceError("not_found", "This account does not exist any more");
    return publicPart(record);
  }

  async function find(username: string): Promise<User> {
    const record = await store.findUserByName(username);
    if (!record) {
      throw new ServiceError("not_found", `No user is named ${JSON.stringify(username)}`);
    }
    return publicPart(record);
  }

  async function setPassword(username: string, password: string): Promise<void> {
    const { id } = await find(username);
    await change(id, { passwordHash: await hasher.hash(password) });
  }

  async function setRole(username: string, role: Role): Promise<void> {
    await change((await find(username)).id, { role });
  }

  async function setDisabled(username: string, disabled: boolean): Promise<void> {
    await change((await find(username)).id, { disabled });
  }

  async function change(
    userId: string,
    changes: UserChanges,
    exceptSessionId?: string,
  ): Promise<void> {
    const revocation = await store.updateUser(
      userId,
      changes,
      () => sessions.revocationOf(userId, exceptSessionId),
    );
    sessions.apply(revocation);
  }

  return {
    create,
    verify,
    changePassword,
    profile,
    find,
    list: () => store.listUsers(),
    setPassword,
    setRole,
    setDisabled,
  };
}

function publicPart({ passwordHash: _, ...user }: UserRecord): User {
  return user;
}
