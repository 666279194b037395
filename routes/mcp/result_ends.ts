import { type ResultText, sha256Of, wholeBytes } from "../../domain/result_text.ts";

/** What an answer shows of a result that is too long for it. */
export interface ResultEnds {
  readonly leading: string;
  /** The last characters, before the trailing zeros of an integer. */
  readonly trailing: string;
  /** Zeros at the end of an integer. */
  readonly zeros: number;
  /** SHA-256 of the whole text in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ResultEndsOptions {
  /** Number of characters of each end. */
  readonly characters: number;
  readonly kind: unknown;
}

export async function resultEndsOf(
  result: ResultText,
  { characters, kind }: ResultEndsOptions,
): Promise<ResultEnds> {
  const bytes = wholeBytes(result);
  const decoder = new TextDecoder();
  const end = kind === "integer" ? endOfDigits(bytes) : bytes.length;
  return {
    leading: decoder.decode(bytes.subarray(0, characters)),
    trailing: decoder.decode(bytes.subarray(Math.max(0, end - characters), end)),
    zeros: bytes.length - end,
    sha256: result.kind === "long" ? result.sha256 : await sha256Of(bytes),
  };
}

/** The length without zeros at the end. */
function endOfDigits(bytes: Uint8Array): number {
  const zero = "0".charCodeAt(0);
  let end = bytes.length;
  while (end > 1 && bytes[end - 1] === zero) end--;
  return end;
}
