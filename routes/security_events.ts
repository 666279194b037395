import type { SecurityEvent, SecurityEventDetails, SecurityObserver } from "../domain/ports.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

/** Reports a security event of a request, with the client's address and the request id. */
export type ReportSecurityEvent = (
  context: AppContext,
  event: SecurityEvent,
  subject: Omit<SecurityEventDetails, "address" | "requestId">,
) => void;

export function createSecurityReporter(
  observer: SecurityObserver,
  forwarded: Forwarded,
): ReportSecurityEvent {
  return (context, event, subject) =>
    observer.onSecurityEvent(event, {
      ...subject,
      address: forwarded.address(context),
      requestId: context.get("requestId"),
    });
}
