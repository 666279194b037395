import type { ApiKey } from "../../domain/accounts/api_key.ts";
import { newKeySchema } from "../../domain/accounts/new_key.ts";
import { parseInput } from "../../domain/parse_input.ts";
import { errorText } from "../../domain/error_text.ts";
import type { UserVerb } from "./account_services.ts";
import { readArguments } from "./arguments.ts";
import { UsageError } from "./command.ts";
import { table } from "./table.ts";
import { unknownVerb } from "./unknown_verb.ts";

const CREATE_OPTIONS = {
  "expires-in": { type: "string" },
  scopes: { type: "string" },
} as const;

const HEADER = ["ID", "PREFIX", "SCOPES", "CREATED", "EXPIRES", "LAST USED", "NAME"];

const VERBS: Readonly<Record<string, UserVerb>> = {
  create: (args) => {
    const { values, positionals } = readArguments(args, CREATE_OPTIONS, {
      names: ["NAME", "KEY_NAME"],
    });
    const [username = "", name] = positionals;
    const newKey = validated({
      name,
      expires_in: values["expires-in"],
      scopes: values.scopes?.split(","),
    });
    return Promise.resolve(async ({ accounts, apiKeys }) => {
      const { id } = await accounts.find(username);
      return (await apiKeys.create(id, newKey)).text;
    });
  },

  list: (args) => {
    const { positionals: [username = ""] } = readArguments(args, {}, { names: ["NAME"] });
    return Promise.resolve(async ({ accounts, apiKeys }) => {
      const { id } = await accounts.find(username);
      return table(HEADER, (await apiKeys.list(id)).map(keyLine));
    });
  },

  revoke: (args) => {
    const { positionals: [username = "", keyId = ""] } = readArguments(args, {}, {
      names: ["NAME", "KEY_ID"],
    });
    return Promise.resolve(async ({ accounts, apiKeys }) => {
      const { id } = await accounts.find(username);
      await apiKeys.revoke(id, keyId.toLowerCase());
      return `Revoked the key ${keyId} of ${username}`;
    });
  },
};

/** The verb `user key`, with verbs of its own. */
export const keyVerb: UserVerb = ([verb = "", ...args]) => {
  const prepare = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!prepare) {
    throw unknownVerb(verb && `key ${verb}`, Object.keys(VERBS).map((each) => `key ${each}`));
  }
  return prepare(args);
};

function validated(values: Readonly<Record<string, unknown>>) {
  try {
    return parseInput(newKeySchema(), values);
  } catch (error) {
    throw new UsageError(errorText(error));
  }
}

function keyLine(key: ApiKey): readonly string[] {
  return [
    key.id,
    key.prefix,
    key.scopes.join(","),
    time(key.createdAt),
    time(key.expiresAt),
    time(key.lastUsedAt),
    key.name,
  ];
}

function time(ms: number | null): string {
  return ms === null ? "never" : new Date(ms).toISOString();
}
