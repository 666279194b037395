import type { Health } from "../domain/ports.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import { deadlineIn } from "../infra/async/deadline.ts";
import { listen, type Listener } from "../infra/http/listener.ts";

/** Who asks whether the process lives may not have to wait for somebody else's migration. */
const START_MS = 2_000;

/** What answers requests once it has started, and tells how it is before. */
export interface Starting {
  readonly fetch: Deno.ServeHandler<Deno.NetAddr>;
  readonly health: () => Health;
}

/** Listens as soon as the service has started, or is known to take longer. */
export async function listenWhenStarted(
  address: { readonly host: string; readonly port: number },
  { service, started, logger }: {
    readonly service: Starting;
    readonly started: Promise<void>;
    readonly logger: Logger;
  },
): Promise<Listener> {
  if (!await deadlineIn(START_MS).wait(started)) {
    logger.warn("not_ready", { waiting_for: service.health().waitingFor });
  }
  return listen(address, { handler: service.fetch, logger });
}
