import { createUtcText } from "../../domain/utc_text.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** Named values of a line. Undefined values are omitted. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The application log. Fields must not contain tokens, passwords or SQL. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Writes all buffered lines. */
  flush(): void;
}

/** Control, format and bidirectional characters, which change how a terminal shows a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

interface LineHead {
  /** UTC, RFC 3339. */
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
}

export interface LoggerOptions {
  /** Minimum level: lines below it are dropped. */
  readonly level: LogLevel;
  readonly format: "json" | "text";
  /** Receives one or more complete lines, the last newline included. */
  readonly write: (lines: string) => void;
}

const FLUSH_AFTER_MS = 50;
const FLUSH_CHARACTERS = 32 * 1024;

/** Creates a logger that buffers lines for up to 50 ms; an error flushes the buffer at once. */
export function createLogger({ level, format, write }: LoggerOptions): Logger {
  const threshold = LOG_LEVELS.indexOf(level);
  const print = format === "json" ? jsonLine : textLine;
  const utcText = createUtcText();
  let lines = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (lines === "") return;
    const text = lines;
    lines = "";
    write(text);
  }

  function log(lineLevel: LogLevel, message: string, fields: LogFields = {}): void {
    if (LOG_LEVELS.indexOf(lineLevel) < threshold) return;
    lines += print({ time: utcText(Date.now()), level: lineLevel, message }, fields) + "\n";
    if (lineLevel === "error" || lines.length > FLUSH_CHARACTERS) flush();
    else timer ??= setTimeout(flush, FLUSH_AFTER_MS);
  }

  return {
    debug: (message, fields) => log("debug", message, fields),
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    error: (message, fields) => log("error", message, fields),
    flush,
  };
}

function jsonLine(head: LineHead, fields: LogFields): string {
  return JSON.stringify({ ...head, ...fields }).replace(INVISIBLE, jsonEscaped);
}

function textLine({ time, level, message }: LineHead, fields: LogFields): string {
  const clock = time.slice(11, 23);
  const details = Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${fieldText(value)}`);
  return [clock, level.toUpperCase().padEnd(5), message, ...details].join(" ");
}

/** Quotes a value so that no client can forge a line or send escape sequences to a terminal. */
function fieldText(value: unknown): string {
  if (typeof value === "string" && /^[^\s"=\p{C}]+$/u.test(value)) return value;
  return String(JSON.stringify(value)).replace(INVISIBLE, escaped);
}

/** Escapes each UTF-16 unit of a character, as JSON requires. */
function jsonEscaped(character: string): string {
  return character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
