import type { LogReader } from "../domain/ports.ts";
import type { Throttle, Work } from "../domain/throttle.ts";
import type { AdmissionWaits } from "./admission_waits.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

/** Pause before an export asks again for its turn. */
const ASK_AGAIN_MS = 1_000;

/** Delays long work for a client that asks more than its rate while others ask. */
export interface WorkThrottle {
  /** Waits for the turn of work that has not begun, and counts it. Throws `rate_limited`. */
  begin(context: AppContext, work: Work): Promise<void>;
  /**
   * Delays each page for a request. The first may throw `rate_limited`; later ones wait as long as
   * it takes, because an export that has begun is not broken off.
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
    await waits.untilAdmitted(context, client, throttle.admitWork(client, work));
  }

  async function goOn(context: AppContext, work: Work): Promise<void> {
    const client = address(context);
    let admission = throttle.admitWork(client, work);
    while (!admission) {
      await waits.delay(context, ASK_AGAIN_MS);
      admission = throttle.admitWork(client, work);
    }
    await waits.untilAdmitted(context, client, admission);
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
        const page = await reader.page(query);
        throttle.charge(address(context), { logEntries: page.entries.length - query.limit });
        return page;
      },
    };
  }

  return { begin, delayPages };
}
