import * as z from "zod";
import { once } from "../../domain/once.ts";
import { MAX_CHARACTERS } from "../../domain/expressions/parse.ts";

/** Characters of the longest result that a call may ask for. */
export const MOST_CHARACTERS = 20_000;

const DEFAULT_CHARACTERS = 1_000;

const range = `Use an integer from 0 to ${MOST_CHARACTERS}`;

const count = () =>
  z.int({ error: range }).min(0, { error: range }).max(MOST_CHARACTERS, { error: range });

/** Arguments of the tool `calculate`. */
export const calculateArguments = once(() =>
  z.strictObject({
    expression: z.string({
      error: 'Write the expression as a text with the numbers in it, such as "2^100 + 1/3"',
    }).meta({
      description: "The expression, such as binomial(1000, 500)/2^1000 + 1/3",
      maxLength: MAX_CHARACTERS,
    }),
    max_characters: count().default(DEFAULT_CHARACTERS).meta({
      description: "Characters of the longest result that is shown in full",
    }),
    decimals: count().optional().meta({
      description: "Decimal places of a fraction, truncated; 50 by default",
    }),
  }, {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? "The arguments are expression, max_characters and decimals"
        : undefined,
  })
);
