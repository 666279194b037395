import type { LogReader } from "../domain/ports.ts";
import type { Throttle, Work } from "../domain/throttle.ts";
import type { AdmissionWaits } from "./admission_waits.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

/** Delays long work for a client that exceeds its rate while others send requests. */
export interface WorkThrottle {
  /** Waits for the turn of work that has not begun, and counts it. Throws `rate_limited`. */
  begin(context: AppContext, work: Work): Promise<void>;
  /**
   * Delays each page for a request, by at most two seconds. The first may throw `rate_limited`; an
   * export that has begun is not broken off.
   */
  delayPages(context: AppContext, reader: Pick<LogReader, "page">): Pick<LogReader, "page">;
}

export interface WorkThrottleOptions {
  readonly throttle: Throttle;
  readonly forwarded: Pick<Forwarded, "address">;
  readonly waits: AdmissionWaits;
}

/** Delays nothing. */
export const UNTHROTTLED: WorkThrottle = {
  begin: () => Promise.resolve(),
  delayPages: (_context, reader) => reader,
};

export function createWorkThrottle(options: WorkThrottleOptions): WorkThrottle {
  const { throttle, forwarded: { address }, waits } = options;

  async function begin(context: AppContext, work: Work): Promise<void> {
    const client = address(context);
    const admission = throttle.admitWork(client, work);
    try {
      await waits.forWork(context, client, admission);
    } catch (error) {
      if (admission) throttle.giveBack(client, work);
      throw error;
    }
  }

  /** Part of the response may have been sent: it is not rejected, and its connection is not closed. */
  async function goOn(context: AppContext, work: Work): Promise<void> {
    const waitMs = throttle.spread(address(context), work);
    if (waitMs > 0) await waits.delay(context, waitMs);
  }

  function delayPages(
    context: AppContext,
    reader: Pick<LogReader, "page">,
  ): Pick<LogReader, "page"> {
    let turn = begin;
    return {
      async page(query) {
        await turn(context, { logEntries: query.limit });
        turn = goOn;
        let logEntries = query.limit;
        try {
          const page = await reader.page(query);
          logEntries -= page.entries.length;
          return page;
        } finally {
          throttle.giveBack(address(context), { logEntries });
        }
      },
    };
  }

  return { begin, delayPages };
}
