import { ServiceError } from "../domain/errors.ts";
import type { Admission } from "../domain/throttle.ts";
import { ClientDisconnected } from "./client_disconnected.ts";
import type { AppContext } from "./context.ts";

/** A request that is rejected waits for at least this, so that it is not repeated at once. */
const REJECT_AFTER_MS = 1_000;

/** Rejected requests of one client that may wait. */
const MAX_REJECTED = 512;

/** The waits of requests that the throttle delays or rejects. */
export interface AdmissionWaits {
  /**
   * Waits for the turn of a request that is delayed. An HTTP/1.1 request on a client's own
   * connection does not wait, because Deno reads what follows it into memory meanwhile: its
   * connection closes after the answer instead, and the next one waits before it is read. Throws
   * `rate_limited` if the request is rejected, if it waits after one to two seconds.
   */
  forRequest(
    context: AppContext,
    client: string,
    admission: Admission | undefined,
  ): Promise<Admission>;
  /** Waits for the turn of work. Throws `rate_limited` in the same way. */
  forWork(context: AppContext, client: string, admission: Admission | undefined): Promise<void>;
  /** Throws if the client has disconnected in the meantime. */
  delay(context: AppContext, ms: number): Promise<void>;
}

/**
 * Closes the connection after the answer if it is HTTP/1.1 from the client itself; false otherwise:
 * a proxy's connections serve other clients, too, and HTTP/2 has other requests under way.
 */
export function closeAfterAnswer({ env: { connection } }: AppContext): boolean {
  if (!connection?.isDirect || !connection.isHttp1) return false;
  connection.closeAfterAnswers();
  return true;
}

export function createAdmissionWaits(): AdmissionWaits {
  const rejectedByClient = new Map<string, number>();

  async function forRequest(
    context: AppContext,
    client: string,
    admission: Admission | undefined,
  ): Promise<Admission> {
    const closes = closeAfterAnswer(context);
    if (!admission) throw closes ? tooManyRequests() : await reject(context, client);
    if (!closes) await delay(context, admission.waitMs);
    return admission;
  }

  async function forWork(
    context: AppContext,
    client: string,
    admission: Admission | undefined,
  ): Promise<void> {
    if (admission?.waitMs === 0) return;
    const closes = closeAfterAnswer(context);
    if (!admission) throw closes ? tooManyRequests() : await reject(context, client);
    await delay(context, admission.waitMs);
  }

  async function reject(context: AppContext, client: string): Promise<ServiceError> {
    const rejected = rejectedByClient.get(client) ?? 0;
    if (rejected >= MAX_REJECTED) return tooManyRequests();
    rejectedByClient.set(client, rejected + 1);
    const endRejected = context.env.connection?.addRejected();
    try {
      await delay(context, REJECT_AFTER_MS * (1 + Math.random()));
    } finally {
      endRejected?.();
      const left = rejectedByClient.get(client)! - 1;
      if (left > 0) rejectedByClient.set(client, left);
      else rejectedByClient.delete(client);
    }
    return tooManyRequests();
  }

  return { forRequest, forWork, delay };
}

async function delay({ req }: AppContext, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (req.raw.signal.aborted) throw new ClientDisconnected();
}

function tooManyRequests(): ServiceError {
  const message = "Too many requests at once while others send requests";
  return new ServiceError("rate_limited", message, { retryAfterSeconds: 2 });
}
