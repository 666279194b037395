import type { AppContext } from "./context.ts";

export type ContentCoding = "br" | "gzip";

/**
 * Returns the first of the offered codings that `Accept-Encoding` names, or undefined. The weights
 * of clients say nothing about sizes, so that only a weight of 0 counts.
 */
export function contentCoding<Offered extends ContentCoding>(
  context: AppContext,
  offered: readonly Offered[],
): Offered | undefined {
  const header = context.req.header("accept-encoding");
  if (header === undefined) return undefined;
  const accepted = header.toLowerCase().split(",").filter((item) =>
    !/;\s*q=0(\.0*)?\s*$/.test(item)
  )
    .map((item) => item.split(";")[0]!.trim());
  return offered.find((coding) => accepted.includes(coding));
}
