import { parseArgs } from "node:util";

/** Command-line flags shared by all comparisons. */
export interface Flags {
  seconds: number;
  rounds: number;
  connections: number;
  binary: boolean;
}

export function readFlags(): Flags {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "10" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "128" },
      binary: { type: "boolean", default: false },
    },
  });
  return {
    seconds: positiveInteger(values.seconds),
    rounds: positiveInteger(values.rounds),
    connections: positiveInteger(values.connections),
    binary: values.binary,
  };
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new RangeError(`Expected a positive whole number, got "${text}"`);
}
