import * as z from "zod";
import { once } from "../once.ts";
import { GUEST } from "./principal.ts";

/** Maximum length of a password before normalization, in UTF-16 code units. */
const MAX_TYPED_CHARACTERS = 1_024;

/** Error text for a password that contains the username. */
export const CONTAINS_USERNAME = "Choose a password that does not contain the username";

/** A username: 3 to 64 characters, unique ignoring case. */
export const usernameSchema = once(() =>
  z.string({ error: "A username is required" })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/, {
      error:
        "Use 3 to 64 letters, digits, dots, underscores or hyphens, the first a letter or digit",
      abort: true,
    })
    .refine((username) => username.toLowerCase() !== GUEST.username, {
      error: "Choose another username: guest stands for visitors without an account",
    })
    .meta({
      title: "Username",
      description: "3 to 64 letters, digits, dots, underscores or hyphens; not case-sensitive",
      examples: ["ada"],
    })
);

/** Passwords with a lower score are refused. */
export const MIN_SCORE = 2;

/** Error text for a password that is easy to guess. */
export const GUESSABLE =
  "This password is easy to guess: choose another, such as several unrelated words";

/** A new password: 10 to 256 characters. Yields the NFC form. */
export const passwordSchema = once(() =>
  z.string({ error: "A password is required" })
    // Normalization takes quadratic time for a run of combining marks.
    .max(MAX_TYPED_CHARACTERS, { error: "Use at most 256 characters", abort: true })
    .transform((password) => password.normalize("NFC"))
    .refine((password) => length(password) >= 10, {
      error: "Use at least 10 characters",
      abort: true,
    })
    .refine((password) => length(password) <= 256, {
      error: "Use at most 256 characters",
      abort: true,
    })
    .meta({
      title: "Password",
      description: "10 to 256 characters; must not be easy to guess or contain the username",
      examples: ["correct horse battery staple"],
    })
);

/** Username and password of a new account. */
export const newAccountSchema = once(() =>
  z.object({ username: usernameSchema(), password: passwordSchema() })
    .refine(({ username, password }) => !containsUsername(password, username), {
      error: CONTAINS_USERNAME,
      path: ["password"],
    })
);

/** Username and password for signing in: any texts that could match an account. */
export const credentialsSchema = once(() =>
  z.object({
    username: z.string({ error: "A username is required" }).min(1, {
      error: "A username is required",
    })
      .max(256, { error: "Use at most 256 characters" }).meta({
        title: "Username",
        examples: ["ada"],
      }),
    password: z.string({ error: "A password is required" }).min(1, {
      error: "A password is required",
    })
      .max(MAX_TYPED_CHARACTERS, { error: `Use at most ${MAX_TYPED_CHARACTERS} characters` })
      .transform((password) => password.normalize("NFC"))
      .meta({ title: "Password", examples: ["correct horse battery staple"] }),
  })
);

export const passwordChangeSchema = once(() =>
  z.object({
    current_password: credentialsSchema().shape.password.meta({ title: "Current password" }),
    new_password: passwordSchema().meta({
      title: "New password",
      examples: ["notes on the analytical engine"],
    }),
  })
);

/** Confirms the deletion of an account. */
export const accountDeletionSchema = once(() =>
  passwordChangeSchema().pick({ current_password: true })
);

export function containsUsername(password: string, username: string): boolean {
  return password.toLowerCase().includes(username.toLowerCase());
}

function length(text: string): number {
  return [...text].length;
}
