import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { DeadLetter, EventProducer } from "./event_topic.ts";
import type { EventsObserver } from "./events_observer.ts";

/** Writes events that can be neither stored nor published to the dead-letter topic. */
export interface DeadLetters {
  /**
   * Resolves when each letter is on the dead-letter topic or, if that topic rejects the letter, in
   * the application log with all of its text. Throws, and logs nothing, while the
   * topic is unavailable.
   */
  write(letters: readonly DeadLetter[]): Promise<void>;
  /** Writes a letter once, in the background; it is logged if that fails. */
  writeOrLog(letter: DeadLetter): void;
  /** Resolves when nothing is being written in the background. */
  idle(): Promise<void>;
}

export interface DeadLettersOptions {
  readonly producer: Pick<EventProducer, "deadLetter">;
  readonly logger: Logger;
  readonly observer: Pick<EventsObserver, "onDeadLettered">;
}

export function createDeadLetters(options: DeadLettersOptions): DeadLetters {
  const { producer, logger, observer } = options;
  const background = new Set<Promise<void>>();

  async function write(letters: readonly DeadLetter[]): Promise<void> {
    const rejected = await producer.deadLetter(letters);
    observer.onDeadLettered(letters.length);
    const errors = new Map(rejected.map(({ item, reason }) => [item, reason]));
    for (const letter of letters) {
      const error = errors.get(letter);
      if (error) logLost(letter, error);
      else {
        logger.error("event_dead_lettered", {
          origin: letter.origin,
          reason: letter.reason,
          ...requestOf(letter),
        });
      }
    }
  }

  function writeOrLog(letter: DeadLetter): void {
    const writing = write([letter]).catch((error) => {
      observer.onDeadLettered(1);
      logLost(letter, error);
    }).finally(() => background.delete(writing));
    background.add(writing);
  }

  async function idle(): Promise<void> {
    await Promise.all(background);
  }

  function logLost(letter: DeadLetter, error: unknown): void {
    const { key, value, origin, reason } = letter;
    logger.error("event_lost", {
      origin,
      reason,
      ...requestOf(letter),
      key: textOf(key),
      entry: textOf(value),
      error: errorText(error),
    });
  }

  return { write, writeOrLog, idle };
}

/** The ids by which an entry is found in the log of the process that answered its request. */
function requestOf({ value }: DeadLetter): { readonly id?: string; readonly request_id?: string } {
  try {
    const { id, request_id } = JSON.parse(textOf(value) ?? "{}");
    return {
      ...(typeof id === "string" && { id }),
      ...(typeof request_id === "string" && { request_id }),
    };
  } catch {
    return {};
  }
}

function textOf(value: Uint8Array | string | null): string | null {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}
