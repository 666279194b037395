import { isObject } from "../body_object.ts";

/** The service gives out UUIDs. */
const MAX_SESSION_CHARACTERS = 64;

/** The client's session, in which the ids of messages are unique. */
export interface McpSession {
  readonly userId: string;
  /** Undefined for clients of 2026-07-28, which cancel by closing the response. */
  readonly id: string | undefined;
}

/** Requests of 2025 that run and can be cancelled by another message. */
export interface Cancellations {
  /** Returns a signal that aborts when the client cancels the request. */
  watch(session: McpSession, request: unknown): WatchedRequest;
  /** Cancels the request that a notification names, if there is one. */
  accept(session: McpSession, notification: unknown): void;
}

export interface WatchedRequest {
  readonly signal: AbortSignal;
  /** Called when the request has been answered. */
  release(): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, AbortController>();

  function watch(session: McpSession, request: unknown): WatchedRequest {
    const cancelled = new AbortController();
    const key = isObject(request) ? keyOf(session, request.id) : undefined;
    if (key !== undefined) running.set(key, cancelled);
    return {
      signal: cancelled.signal,
      release: () => {
        if (key !== undefined && running.get(key) === cancelled) running.delete(key);
      },
    };
  }

  function accept(session: McpSession, message: unknown): void {
    if (!isObject(message) || message.method !== "notifications/cancelled") return;
    const { params } = message;
    const key = isObject(params) ? keyOf(session, params.requestId) : undefined;
    if (key !== undefined) running.get(key)?.abort();
  }

  return { watch, accept };
}

function keyOf({ userId, id: session }: McpSession, id: unknown): string | undefined {
  if (session === undefined || session.length > MAX_SESSION_CHARACTERS) return undefined;
  if (typeof id !== "number" && typeof id !== "string") return undefined;
  return JSON.stringify([userId, session, id]);
}
