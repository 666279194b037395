import type { ComputeIsolate } from "../../infra/compute/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { openRedis } from "../connections.ts";
import { runService, type ServiceStart } from "../run_service.ts";
import { createService } from "../service.ts";

export interface ServerStart extends ServiceStart {
  readonly compute: readonly ComputeIsolate[];
}

serveIsolate<ServerStart>(({ compute, ...start }) =>
  runService(start, async (parts) => {
    const redis = await openRedis(parts.config, parts.logger);
    return createService({ ...parts, redis, compute, clock: createSystemClock() });
  })
);
