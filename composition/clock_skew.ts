import { MAX_CLOCK_SKEW_MS } from "../domain/accounts/sessions.ts";
import type { Clock } from "../domain/ports.ts";
import type { Database } from "../infra/database/database.ts";
import type { Logger } from "../infra/telemetry/logger.ts";

export interface ClockSkewOptions {
  readonly database: Pick<Database, "serverTime">;
  readonly clock: Pick<Clock, "now" | "elapsed">;
  readonly logger: Logger;
  /** Called with each measurement, in seconds. */
  readonly onMeasured: (seconds: number) => void;
  /** Largest skew that is tolerated; by default what revocations tolerate. */
  readonly maxMs?: number | undefined;
}

/** By how much the clock of this process is ahead of the database's. */
export interface ClockSkew {
  /**
   * Compares the clocks. The result is the smallest skew that explains the readings, so that a slow
   * database is not taken for a wrong clock. Logs `clock_failing` and `clock_ok`.
   */
  measure(): Promise<void>;
  /** The last measurement in seconds; undefined while unknown. */
  readonly seconds: number | undefined;
  readonly isTolerated: boolean;
}

export function createClockSkew(options: ClockSkewOptions): ClockSkew {
  const { database, clock, logger, onMeasured, maxMs = MAX_CLOCK_SKEW_MS } = options;
  let skewMs: number | undefined;

  function isTolerated(): boolean {
    return skewMs === undefined || Math.abs(skewMs) <= maxMs;
  }

  async function measure(): Promise<void> {
    const askedAt = clock.elapsed();
    const serverTime = await database.serverTime();
    if (serverTime === undefined) return;
    const uncertainMs = (clock.elapsed() - askedAt) / 2;
    const offsetMs = clock.now() - uncertainMs - serverTime;
    const wasTolerated = isTolerated();
    skewMs = Math.sign(offsetMs) * Math.max(0, Math.abs(offsetMs) - uncertainMs);
    const seconds = skewMs / 1_000;
    onMeasured(seconds);
    if (isTolerated() === wasTolerated) return;
    if (wasTolerated) logger.error("clock_failing", { seconds });
    else logger.info("clock_ok", { seconds });
  }

  return {
    measure,
    get seconds() {
      return skewMs === undefined ? undefined : skewMs / 1_000;
    },
    get isTolerated() {
      return isTolerated();
    },
  };
}
