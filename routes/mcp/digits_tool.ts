import * as z from "zod";
import { once } from "../../domain/once.ts";
import { ServiceError } from "../../domain/errors.ts";
import { parseInput } from "../../domain/parse_input.ts";
import { wholeBytes } from "../../domain/result_text.ts";
import type { EntryResults } from "../entry_results.ts";
import type { Tool } from "./tool.ts";
import { toolSchema } from "./tool_schema.ts";

const MOST_CHARACTERS = 10_000;
const DEFAULT_CHARACTERS = 1_000;

const ANSWER_ERROR = "Use the member answer of an earlier result of calculate";
const ANSWER = "The member answer of an earlier result of calculate";
const FROM_ERROR = "Use a position from 1";
const COUNT_ERROR = `Use an integer from 1 to ${MOST_CHARACTERS}`;

const digitsArguments = once(() =>
  z.strictObject({
    answer: z.string({ error: ANSWER_ERROR }).meta({ description: ANSWER }),
    from: z.int({ error: FROM_ERROR }).min(1, { error: FROM_ERROR }).default(1).meta({
      description: "Position of the first character, from 1",
    }),
    count: z.int({ error: COUNT_ERROR }).min(1, { error: COUNT_ERROR })
      .max(MOST_CHARACTERS, { error: COUNT_ERROR }).default(DEFAULT_CHARACTERS)
      .meta({ description: "Number of characters" }),
  }, {
    error: ({ code }) =>
      code === "unrecognized_keys" ? "The arguments are answer, from and count" : undefined,
  })
);

const digitsResult = once(() =>
  z.object({
    answer: z.string(),
    from: z.int(),
    to: z.int().meta({ description: "Position of the last character" }),
    length: z.int().meta({ description: "Characters of the whole result" }),
    digits: z.string(),
  })
);

export interface DigitsToolOptions {
  readonly entryResults: EntryResults;
}

/** A window of an earlier result. */
export function createDigitsTool({ entryResults }: DigitsToolOptions): Tool {
  return {
    name: "digits",
    title: "Digits of an earlier answer",
    description:
      "Returns part of a long result of calculate, which shows only its ends. Takes the " +
      "member answer of that result, the position of the first character, from 1, and the number of " +
      `characters, at most ${MOST_CHARACTERS}. Results are kept for a limited time: calculate again ` +
      "after an error.",
    inputSchema: toolSchema(digitsArguments(), "input"),
    outputSchema: toolSchema(digitsResult(), "output"),
    call: async (args, { principal }) => {
      const { answer, from, count } = parseInput(digitsArguments(), args);
      if (!principal.scopes.includes("log:read")) {
        throw new ServiceError(
          "forbidden",
          "The API key lacks the scope log:read: use a key that has calculate and log:read",
        );
      }
      const entry = await entryResults.entry(answer, principal).catch((error) => {
        throw withHint(error);
      });
      const bytes = wholeBytes(await entryResults.result(entry));
      if (from > bytes.length) {
        throw new ServiceError("invalid_input", `from: the result has ${bytes.length} characters`);
      }
      const digits = new TextDecoder().decode(bytes.subarray(from - 1, from - 1 + count));
      const to = from - 1 + digits.length;
      return {
        text: `Characters ${from} to ${to} of ${bytes.length}:\n${digits}`,
        structure: { answer, from, to, length: bytes.length, digits },
      };
    },
  };
}

function withHint(error: unknown): unknown {
  if (!(error instanceof ServiceError) || error.code !== "not_found") return error;
  return new ServiceError(
    "not_found",
    "No answer has this id: use the member answer of an earlier result of calculate",
  );
}
