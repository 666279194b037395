import type { PasswordEstimator } from "../../domain/ports.ts";

/** Words that a guesser tries first on this service. */
const OWN_WORDS = ["mathcalculator", "math", "calculator"];

/** Only the beginning of a password is examined: the time grows with the square of its length. */
const MAX_CHARACTERS = 32;

/** Most substitutions, such as 0 for o, that are undone; each takes time. */
const MAX_SUBSTITUTIONS = 10;

/** Score of the library: fewer than a million guesses are 0 or 1. */
const MIN_SCORE = 2;

type Check = (password: string, words: string[]) => { readonly score: number };

/**
 * Estimates guesses with zxcvbn, from common passwords, words, dates, repetitions and sequences.
 * The library and its dictionary take a quarter of a second and 40 MB, so the first password loads
 * them.
 */
export function createPasswordEstimator(): PasswordEstimator {
  let check: Promise<Check> | undefined;
  return {
    isGuessable: async (password, username) => {
      const score = await (check ??= loadCheck());
      const words = [...OWN_WORDS, username];
      return score(password.slice(0, MAX_CHARACTERS), words).score < MIN_SCORE;
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
