import { invalidCredentials, invalidInput, ServiceError } from "../errors.ts";
import type {
  AccountStore,
  Clock,
  PasswordEstimator,
  PasswordHasher,
  UserQuery,
} from "../ports.ts";
import { CONTAINS_USERNAME, containsUsername, GUESSABLE, MIN_SCORE } from "./credentials.ts";
import type { Sessions } from "./sessions.ts";
import type { SessionPrincipal } from "./principal.ts";
import type { Role, User, UserChanges, UserRecord } from "./types.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What an administrator can change; undefined for no change. */
export interface Administration {
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

export interface Accounts {
  /**
   * Creates an account. Both values must have been validated with `newAccountSchema`. Throws
   * `username_taken`, or `invalid_input` if the password is easy to guess.
   */
  create(credentials: Credentials, role?: Role): Promise<User>;
  /** Returns the user with this name and password. Throws `invalid_credentials`. */
  verify(credentials: Credentials): Promise<User>;
  /**
   * Changes the principal's password and ends its other sessions. Throws `invalid_input` if the
   * current password is wrong, or if the new one is the same, contains the username or is easy to
   * guess.
   */
  changePassword(
    principal: SessionPrincipal,
    change: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void>;
  /**
   * Deletes the principal's account with its sessions and API keys. Log entries stay without the
   * name. Throws `invalid_input` if the password is wrong, and `last_administrator`.
   */
  delete(principal: SessionPrincipal, currentPassword: string): Promise<void>;
  /** Deletes the account of a user without a password. Throws `not_found`, `last_administrator`. */
  remove(username: string): Promise<void>;
  /** Returns the account of a user. Throws `not_found` if it no longer exists. */
  profile(userId: string): Promise<User>;
  /** Finds a user by name, ignoring case. Throws `not_found`. */
  find(username: string): Promise<User>;
  list(): Promise<User[]>;
  /** Returns users by name, ignoring case. */
  search(query: UserQuery): Promise<User[]>;
  /**
   * Changes role or state of a user and ends the user's sessions, unless nothing changes. Throws
   * `not_found`, and `last_administrator` if no enabled administrator would be left.
   */
  administer(username: string, changes: Administration): Promise<User>;
  /**
   * The setters change an account and end all its sessions. They throw `not_found`, and
   * `invalid_input` for a password that is easy to guess.
   */
  setPassword(username: string, password: string): Promise<void>;
  setRole(username: string, role: Role): Promise<void>;
  setDisabled(username: string, disabled: boolean): Promise<void>;
}

export interface AccountsOptions {
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly estimator: PasswordEstimator;
  readonly sessions: Pick<Sessions, "revocationOf" | "apply">;
  readonly clock: Clock;
  /** Called when an account has been deleted, and the name is still in log entries. */
  readonly onDeleted: () => void;
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { store, hasher, estimator, sessions, clock, onDeleted } = options;

  async function create(credentials: Credentials, role: Role = "user"): Promise<User> {
    await rejectGuessable("password", credentials);
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
    if (!record || !matches || record.disabled) throw invalidCredentials(record?.id);
    await renewHash(record, password);
    return publicPart(record);
  }

  async function renewHash({ id, passwordHash }: UserRecord, password: string): Promise<void> {
    if (!hasher.isOutdated(passwordHash)) return;
    await store.replaceHash(id, { from: passwordHash, to: await hasher.hash(password) });
  }

  async function changePassword(
    { userId, username, credential }: SessionPrincipal,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  ): Promise<void> {
    if (containsUsername(newPassword, username)) {
      throw invalidInput("new_password", CONTAINS_USERNAME);
    }
    const from = await verifiedHash(userId, currentPassword);
    if (newPassword === currentPassword) {
      throw invalidInput("new_password", "Choose a password that differs from the current one");
    }
    await rejectGuessable("new_password", { username, password: newPassword });
    const to = await hasher.hash(newPassword);
    const revocation = await store.changePassword(
      userId,
      { from, to },
      (after) => sessions.revocationOf(userId, credential.session.id, after),
    );
    if (!revocation) throw wrongPassword();
    sessions.apply(revocation);
  }

  /** Returns the hash of the current password. It may be replaced before the caller uses it. */
  async function verifiedHash(userId: string, password: string): Promise<string> {
    const record = await store.findUser(userId);
    const matches = await hasher.verify(password, record?.passwordHash);
    if (!record || !matches) throw wrongPassword();
    return record.passwordHash;
  }

  async function deleteAccount(
    { userId }: SessionPrincipal,
    currentPassword: string,
  ): Promise<void> {
    await deleteUser(userId, await verifiedHash(userId, currentPassword));
  }

  async function deleteUser(userId: string, passwordHash?: string): Promise<void> {
    const revocation = await store.deleteUser(
      userId,
      (after) => sessions.revocationOf(userId, undefined, after),
      passwordHash,
    );
    if (!revocation) throw wrongPassword();
    sessions.apply(revocation);
    onDeleted();
  }

  async function profile(userId: string): Promise<User> {
    const record = await store.findUser(userId);
    if (!record) throw new ServiceError("not_found", "This account no longer exists");
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
    await rejectGuessable("password", { username, password });
    await change(id, { passwordHash: await hasher.hash(password) });
  }

  async function rejectGuessable(
    field: string,
    { username, password }: Credentials,
  ): Promise<void> {
    const score = await estimator.score(password, username);
    if (score < MIN_SCORE) throw invalidInput(field, GUESSABLE);
  }

  async function setRole(username: string, role: Role): Promise<void> {
    await change((await find(username)).id, { role });
  }

  async function setDisabled(username: string, disabled: boolean): Promise<void> {
    await change((await find(username)).id, { disabled });
  }

  async function administer(
    username: string,
    { role, disabled }: Administration,
  ): Promise<User> {
    const user = await find(username);
    const { id } = user;
    const changes = {
      ...(role !== undefined && role !== user.role && { role }),
      ...(disabled !== undefined && disabled !== user.disabled && { disabled }),
    };
    if (Object.keys(changes).length === 0) return user;
    const revocation = await store.administerUser(
      id,
      changes,
      (after) => sessions.revocationOf(id, undefined, after),
    );
    sessions.apply(revocation);
    return await profile(id);
  }

  async function change(userId: string, changes: UserChanges): Promise<void> {
    const revocation = await store.updateUser(
      userId,
      changes,
      (after) => sessions.revocationOf(userId, undefined, after),
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
    search: (query) => store.findUsers(query),
    administer,
    delete: deleteAccount,
    remove: async (username) => await deleteUser((await find(username)).id),
    setPassword,
    setRole,
    setDisabled,
  };
}

function wrongPassword(): ServiceError {
  return invalidInput("current_password", "This is not the current password");
}

function publicPart({ passwordHash: _, ...user }: UserRecord): User {
  return user;
}
