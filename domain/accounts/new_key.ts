import * as z from "zod";
import { once } from "../once.ts";
import { SCOPES } from "./principal.ts";

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Longest lifetime of a key that expires: ten years. */
const MAX_LIFETIME_MS = 3_650 * 86_400_000;

/** Control and formatting characters, lone surrogates and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const LIFETIME = "Use a duration such as 12h or 90d, at most 3650d, or nothing for no expiry";

/** Input for a new API key; `expires_in` becomes milliseconds, or null for no expiry. */
export const newKeySchema = once(() =>
  z.object({
    name: z.string({ error: "A name is required" }).trim()
      .min(1, { error: "A name is required", abort: true })
      .max(64, { error: "Use at most 64 characters", abort: true })
      .refine((name) => !UNPRINTABLE.test(name), {
        error: "Use no control or formatting characters",
      })
      .meta({
        title: "Name",
        description: "1 to 64 characters, shown in the history of calculations",
        examples: ["discord bot"],
      }),
    expires_in: z.string({ error: LIFETIME }).nullish()
      .transform((text) => text ? lifetimeMs(text) : null)
      .refine((ms) => ms === null || (ms > 0 && ms <= MAX_LIFETIME_MS), { error: LIFETIME })
      .meta({
        title: "Expires in",
        description: "A duration such as 12h or 90d; without one the key does not expire",
        examples: ["90d"],
      }),
    scopes: z.array(z.enum(SCOPES, { error: `Use ${SCOPES.join(" or ")}` }), {
      error: "Use a list of scopes",
    })
      .min(1, { error: "Choose at least one scope" })
      .max(SCOPES.length, { error: "Name each scope once" })
      .default([...SCOPES])
      .meta({
        title: "Scopes",
        description: "What the key may do; everything if not given",
        examples: [["calculate"]],
      }),
  })
);

export type NewKey = z.infer<ReturnType<typeof newKeySchema>>;

/** Returns NaN if the text is not a duration. */
function lifetimeMs(text: string): number {
  const [, count, unit] = /^([0-9]{1,9})([smhd])$/.exec(text) ?? [];
  return Number(count) * UNITS_MS[unit ?? ""]!;
}
