import type { PasswordEstimator, PasswordScore } from "../../domain/ports.ts";

/** Words that a guesser tries first on this service. */
const OWN_WORDS = ["mathcalculator", "math", "calculator"];

/** Only the beginning of a password is examined: the time grows with the square of its length. */
const MAX_CHARACTERS = 32;

/** Most substitutions, such as 0 for o, that are undone; each takes time. */
const MAX_SUBSTITUTIONS = 10;

type Check = (password: string, words: string[]) => { readonly score: PasswordScore };

/**
 * Estimates guesses with zxcvbn, from common passwords, words, dates, repetitions and sequences.
 * The library and its dictionary take a quarter of a second and 40 MB, so the first password loads
 * them.
 */
export function createPasswordEstimator(): PasswordEstimator {
  let check: Promise<Check> | undefined;
  return {
    score: async (password, username) => {
      const examine = await (check ??= loadCheck());
      return examine(password.slice(0, MAX_CHARACTERS), [...OWN_WORDS, username]).score;
    },
  };
}

async function loadCheck(): Promise<Check> {
  const { ZxcvbnFactory } = await import("@zxcvbn-ts/core");
  const { adjacencyGraphs, dictionary } = await import("@zxcvbn-ts/language-common");
  const zxcvbn = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
  return (password, words) => zxcvbn.check(password, words);
}
