import type { MiddlewareHandler } from "hono";
import type { Throttle } from "../../domain/throttle.ts";
import { type BoundedStreams, createBoundedStreams } from "../bounded_streams.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";

/** Gives handlers the streams that bound the bytes in memory per user, per address and in total. */
export function boundResponses(
  { address }: Forwarded,
  throttle: Throttle | undefined,
): MiddlewareHandler<AppEnv> {
  const streams = createBoundedStreams<AppContext>({
    recipientOf: (context) => ({
      address: address(context),
      userId: context.get("principal")?.userId,
      connection: context.env.connection,
    }),
    onSent: ({ address }, sentBytes) => throttle?.charge(address, { sentBytes }),
  });

  const marked: BoundedStreams<AppContext> = {
    stream: streams.stream,
    forward: (context, bytes, open) => {
      context.set("isMadeWhileSent", true);
      return streams.forward(context, bytes, open);
    },
  };

  return function giveStreams(context, next) {
    context.set("streams", marked);
    return next();
  };
}
