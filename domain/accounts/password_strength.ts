import type { PasswordEstimator, PasswordScore } from "../ports.ts";
import {
  CONTAINS_USERNAME,
  containsUsername,
  GUESSABLE,
  MIN_SCORE,
  passwordSchema,
} from "./credentials.ts";

/** How a new password is judged, by the rules that decide whether it is accepted. */
export interface PasswordStrength {
  readonly accepted: boolean;
  /** 0 for a password that breaks another rule than the one on guessing. */
  readonly score: PasswordScore;
  /** One sentence for a person. */
  readonly message: string;
}

const WORDS = {
  2: "Acceptable: a longer password would be stronger",
  3: "Good",
  4: "Strong",
} as const;

/** Rates a password that somebody is typing. Nothing is stored. */
export async function ratePassword(
  estimator: PasswordEstimator,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<PasswordStrength> {
  const parsed = passwordSchema().safeParse(password);
  if (!parsed.success) return refused(parsed.error.issues[0]!.message);
  if (username !== "" && containsUsername(parsed.data, username)) return refused(CONTAINS_USERNAME);
  const score = await estimator.score(parsed.data, username);
  if (score < MIN_SCORE) return { accepted: false, score, message: GUESSABLE };
  return { accepted: true, score, message: WORDS[score as keyof typeof WORDS] };
}

function refused(message: string): PasswordStrength {
  return { accepted: false, score: 0, message };
}
