import { newAccountSchema } from "../domain/accounts/credentials.ts";
import { roleSchema, type User } from "../domain/accounts/types.ts";
import { loadConfig } from "../infra/config/load_config.ts";
import type { UserVerb } from "./shared/account_services.ts";
import { withAccounts } from "./shared/accounts.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print, UsageError } from "./shared/command.ts";
import { keyVerb } from "./shared/key_verbs.ts";
import { unknownVerb } from "./shared/unknown_verb.ts";
import { table } from "./shared/table.ts";
import { readPassword } from "./shared/read_password.ts";

const NAME = { names: ["NAME"] };
const ROLE = { names: ["NAME", "user|admin"] };

const HEADER = ["NAME", "ROLE", "STATE", "CREATED"];

const VERBS: Readonly<Record<string, UserVerb>> = {
  create: async (args) => {
    const options = { admin: { type: "boolean", default: false } } as const;
    const { values, positionals: [username = ""] } = readArguments(args, options, NAME);
    const account = validated(username, await readPassword(username));
    return async ({ accounts }) => {
      const user = await accounts.create(account, values.admin ? "admin" : "user");
      return `Created the ${user.role === "admin" ? "administrator" : "user"} ${user.username}`;
    };
  },

  list: (args) => {
    readArguments(args, {});
    return Promise.resolve(async ({ accounts }) =>
      table(HEADER, (await accounts.list()).map(userLine))
    );
  },

  password: async (args) => {
    const { positionals: [username = ""] } = readArguments(args, {}, NAME);
    const { password } = validated(username, await readPassword(username));
    return async ({ accounts }) => {
      await accounts.setPassword(username, password);
      return `Changed the password of ${username} and ended all sessions`;
    };
  },

  role: (args) => {
    const { positionals: [username = "", name] } = readArguments(args, {}, ROLE);
    const role = roleSchema().safeParse(name).data;
    if (role === undefined) {
      throw new UsageError(`The role must be ${roleSchema().options.join(" or ")}`);
    }
    return Promise.resolve(async ({ accounts }) => {
      await accounts.setRole(username, role);
      return `${username} now has the role ${role} and must sign in again`;
    });
  },

  disable: (args) => {
    const options = { undo: { type: "boolean", default: false } } as const;
    const { values, positionals: [username = ""] } = readArguments(args, options, NAME);
    return Promise.resolve(async ({ accounts }) => {
      await accounts.setDisabled(username, !values.undo);
      return values.undo ? `${username} can sign in again` : `${username} can no longer sign in`;
    });
  },

  delete: (args) => {
    const { positionals: [username = ""] } = readArguments(args, {}, NAME);
    return Promise.resolve(async ({ accounts }) => {
      await accounts.remove(username);
      return `Deleted the account ${username}; its log entries no longer have the name`;
    });
  },

  key: keyVerb,
};

export async function user([verb = "", ...args]: readonly string[]): Promise<ExitCode> {
  const prepare = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!prepare) throw unknownVerb(verb, Object.keys(VERBS));
  const message = await withAccounts(loadConfig(), await prepare(args));
  if (message !== "") print(message);
  return EXIT.ok;
}

function validated(username: string, password: string) {
  const account = newAccountSchema().safeParse({ username, password });
  if (account.success) return account.data;
  const problems = account.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new UsageError(problems.join("\n"));
}

function userLine({ username, role, disabled, createdAt }: User): readonly string[] {
  return [username, role, disabled ? "disabled" : "enabled", createdAt];
}
