/** The version changes when the meaning of stored values changes. */
const PREFIX = "mathcalculator:v1";

const READABLE = /^[\x21-\x7e]{1,120}$/;
const HEAD_CHARACTERS = 40;

/** A readable key; a long or unprintable name is shortened to its beginning and its SHA-256. */
export function redisKey(kind: string, name: string): string {
  return `${PREFIX}:${kind}:${READABLE.test(name) ? name : shortName(name)}`;
}

function shortName(name: string): string {
  const { createHash } = globalThis.process.getBuiltinModule("node:crypto");
  const head = name.slice(0, HEAD_CHARACTERS).replace(/[^\x21-\x7e]/g, "?");
  return `${head}~${createHash("sha256").update(name).digest("hex")}`;
}
