import assert from "node:assert/strict";
import { modPower } from "../../../../domain/numbers/integers/mod.ts";
import { evaluated } from "./evaluated.ts";

const outline = { leading: 1, trailing: 10 };

interface Ends {
  readonly trailing: string | null;
  readonly trailing_zeros: string | null;
}

function endsOf(expression: string): Ends {
  return evaluated(expression, { outline }).details.outline as unknown as Ends;
}

/** The last 10 digits of |x|, from x modulo 10^10. */
function digits(residue: bigint): string {
  const modulus = 10n ** 10n;
  return String((residue % modulus + modulus) % modulus).padStart(10, "0");
}

const [two, three] = [2n, 3n].map((base) => modPower(base, 10n ** 10n, 10n ** 10n)) as [
  bigint,
  bigint,
];

const ENDS: Readonly<Record<string, string>> = {
  "2^(10^10) + 0": digits(two),
  "0 - 2^(10^10)": digits(two),
  "2^(10^10) + 1 + 0": digits(two + 1n),
  "0 - (2^(10^10) + 1)": digits(two + 1n),
  "(2^(10^10) + 1)*-7": digits(two * 7n + 7n),
  "2^(10^10) - 3^(10^10)": digits(three - two),
  "3^(10^10) - 2^(10^10)": digits(three - two),
  "-(2^(10^10)) - 3^(10^10)": digits(two + three),
  "abs(2^(10^10) - 3^(10^10))": digits(three - two),
  "(1 - 3^(10^10))^3": digits((three - 1n) ** 3n),
  "(1 - 3^(10^10))^2": digits((three - 1n) ** 2n),
  "3^(10^10)*-7": digits(three * 7n),
  "3^(10^10) + 1e1000000000": digits(three),
  "3^(10^10)*10^200 + 7": "0000000007",
  "7 + 3^(10^10)*10^200": "0000000007",
};

Deno.test("the last digits of sums, products and powers are known", async (t) => {
  for (const [expression, trailing] of Object.entries(ENDS)) {
    await t.step(expression, () => assert.equal(endsOf(expression).trailing, trailing));
  }
});

Deno.test("a long number that is no integer has no last digits", () => {
  assert.equal(endsOf("3^(10^10)/7").trailing, null);
  assert.equal(endsOf("(3^(10^10) + 1)^-1").trailing, null);
});

const UNDECIDED = [
  // A quotient that happens to be an integer.
  "(3^(10^10) + 1)/1",
  "(1/((3^(10^10) + 1)*1))^-1",
  // More digits cancel than are computed.
  "3^(4*10^150) - 1",
  "3^(4*10^105) - 1",
  "(3^(10^10) + 1)*2^(10^10)*5^(10^10)",
  "(3^(10^10) + 1)*2^(10^10)*5^(10^10)*7",
  // The sizes do not decide the sign.
  "2^(10^18) - (2^(10^18 - 1) + 1)",
];

Deno.test("last digits that are not certain are refused", async (t) => {
  for (const expression of UNDECIDED) {
    await t.step(expression, () => {
      assert.throws(() => endsOf(expression), { name: "ServiceError", code: "too_costly" });
    });
  }
});
