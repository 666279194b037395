import { Hono } from "hono";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { ratePassword } from "../domain/accounts/password_strength.ts";
import { ServiceError } from "../domain/errors.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { PasswordEstimator, RateLimit, RateLimiter } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import { type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject } from "./body_object.ts";
import type { AppEnv } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";
import { NO_STORE } from "./session_responses.ts";

/** A person who types a password pauses at most this often. Each rating takes milliseconds. */
const RATINGS: RateLimit = { events: 60, windowMs: 60_000 };

const typedPasswordSchema = once(() =>
  z.object({
    username: z.string().max(256).default(""),
    password: z.string().max(1_024),
  })
);

export interface PasswordStrengthOptions {
  readonly authentication: Pick<Authentication, "find" | "rejectCrossSite">;
  readonly estimator: PasswordEstimator;
  readonly limiter: RateLimiter;
  readonly forwarded: Pick<Forwarded, "address">;
  readonly readBody: ReadBody;
}

/** The strength of a password that somebody is typing, for the pages. Nothing is stored or logged. */
export function createPasswordStrengthRoutes(options: PasswordStrengthOptions): Hono<AppEnv> {
  const { authentication, estimator, limiter, forwarded, readBody } = options;
  const routes = new Hono<AppEnv>();

  routes.post("/password/strength", async (context) => {
    authentication.rejectCrossSite(context);
    const seconds = await limiter.take(`strength:${forwarded.address(context)}`, RATINGS);
    if (seconds !== undefined) throw tooMany(seconds);
    const values = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    const { username, password } = parseInput(typedPasswordSchema(), values);
    const owner = (await authentication.find(context))?.username ?? username;
    return context.json(
      await ratePassword(estimator, { username: owner, password }),
      200,
      NO_STORE,
    );
  });

  return routes;
}

function tooMany(seconds: number): ServiceError {
  return new ServiceError("rate_limited", `Too many ratings: try again in ${seconds} s`, {
    retryAfterSeconds: seconds,
  });
}
