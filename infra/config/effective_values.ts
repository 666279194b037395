import type { Config } from "./config.ts";
import { OPTIONS } from "./options.ts";

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["m", 60_000], ["s", 1000], ["ms", 1]] as const;

/** Limits, which can be off. */
const LIMITS: ReadonlySet<string> = new Set(["logQuotaBytes", "addressRate"]);

/** Shown in place of values. */
const MASKS = { secret: "(hidden)", certificates: "(set)" } as const;

/** The values in effect by variable, in the form that sets them; secrets are hidden. */
export function effectiveValues(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([key, { name, fromFile }]) => {
      const value = config[key as keyof Config];
      if (value === undefined) return [name, LIMITS.has(key) ? "off" : ""];
      return [name, fromFile ? MASKS[fromFile] : text(key, value)];
    }),
  );
}

function text(key: string, value: Config[keyof Config]): string {
  if (key === "signup") return value ? "open" : "closed";
  if (key.endsWith("Bytes")) return String(Number(value) / 2 ** 20);
  if (key.endsWith("Ms")) return durationText(Number(value));
  if (key === "otelDisabled") return String(value);
  if (typeof value === "boolean") return value ? "on" : "off";
  if (value instanceof Object && !Array.isArray(value)) return pairs(value);
  return String(value);
}

function pairs(values: object): string {
  return Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(",");
}

function durationText(ms: number): string {
  const [unit, size] = UNITS.find(([, size]) => ms % size === 0)!;
  return `${ms / size}${unit}`;
}
