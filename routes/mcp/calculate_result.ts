import * as z from "zod";
import { once } from "../../domain/once.ts";

const text = (description: string) => z.string().meta({ description });

/** Structured content of the tool `calculate`. */
export const calculateResult = once(() =>
  z.object({
    expression: text("The expression as sent, possibly shortened"),
    understood: text("The expression as it was read, possibly shortened"),
    kind: text(
      "integer, decimal, fraction, boolean, list or text; absent if it is not known without expanding",
    ).optional(),
    result: z.union([z.string(), z.array(z.unknown()), z.null()]).meta({
      description: "The exact result; null if it is too long or too large to expand",
    }),
    digits: z.union([z.int(), z.string()]).optional().meta({ description: "Number of digits" }),
    characters: z.int().optional().meta({ description: "Length of a result that is not a number" }),
    leading: text("The first characters of a result that is not shown").optional(),
    exponent10: text("Power of ten of the first digit, for a value that may not be an integer")
      .optional(),
    trailing: text("The last characters, before the trailing zeros").optional(),
    trailing_zeros: text("Number of zeros at the end").optional(),
    decimal: text("Decimal expansion of a fraction, truncated").optional(),
    places: z.int().optional().meta({ description: "Number of decimal places shown" }),
    repeating: text("Exact decimal expansion with the period in brackets, as in 0.58(3)")
      .optional(),
    not_expanded: text("Why the value was not expanded").optional(),
    exact: z.literal(true).meta({ description: "All shown digits are exact" }),
    sha256: text("Of the whole result, in hexadecimal").optional(),
    answer: text("Id of the answer, for the tool digits"),
    elapsed_ms: z.number(),
  })
);
