import { type PeriodicTask, runPeriodically } from "../async/run_periodically.ts";
import { startTimer } from "../async/start_timer.ts";

/** The circuit breaker rejected a call. */
export class CircuitOpenError extends Error {
  override readonly name = "CircuitOpenError";

  constructor() {
    super("Redis is not responding; the call was skipped");
  }
}

export interface CircuitOptions {
  /** Checks the server; has its own timeout. */
  readonly probe: () => Promise<void>;
  /** Milliseconds between two probes. */
  readonly probeEveryMs: number;
  /** Milliseconds after which only the oldest call still waits for its reply. */
  readonly hedgeMs: number;
  /** Whether an error is a reply of the server, such as a rejected command. */
  readonly isReply: (error: unknown) => boolean;
  /** Called with each error that opens the circuit or keeps it open; undefined when it closes. */
  readonly onState: (error: unknown) => void;
}

/** A circuit breaker that lets at most one caller wait while the server hangs. */
export interface Circuit {
  readonly isOpen: boolean;
  /** The result of a call. Throws a CircuitOpenError when no timely reply can be expected. */
  run<Result>(call: () => Promise<Result>): Promise<Result>;
  /** Starts probing; resolves after the first probe. Until then the circuit is open. */
  start(): Promise<void>;
  /** Opens the circuit permanently. */
  stop(): void;
}

/**
 * `starting`: no probe has ended; calls are rejected. `closed`: calls pass. `suspect`: a call is
 * overdue, and all others are rejected. `open`: calls are rejected until a probe succeeds. `stopped`:
 * calls are rejected, and nothing is reported.
 */
type State = "starting" | "closed" | "suspect" | "open" | "stopped";

interface PendingCall {
  readonly startedAt: number;
  readonly release: (reason: CircuitOpenError) => void;
}

/**
 * Opens when a call or a probe fails without a reply, and closes after a successful probe. It is
 * suspect while the oldest call takes longer than `hedgeMs`; any reply ends the suspicion.
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const { probe, probeEveryMs, hedgeMs, isReply, onState } = options;
  const calls = new Set<PendingCall>();
  let state: State = "starting";
  let repliedAt = 0;
  let cancelCheck: (() => void) | undefined;
  let probes: PeriodicTask | undefined;

  async function run<Result>(call: () => Promise<Result>): Promise<Result> {
    if (state !== "closed") throw new CircuitOpenError();
    const { promise: released, reject: release } = Promise.withResolvers<never>();
    const pending = { startedAt: performance.now(), release };
    calls.add(pending);
    if (!cancelCheck) checkIn(hedgeMs);
    const reply = call();
    reply.then(onReply, onFailure);
    try {
      return await Promise.race([reply, released]);
    } finally {
      calls.delete(pending);
    }
  }

  function onReply(): void {
    repliedAt = performance.now();
    if (state === "suspect") state = "closed";
  }

  function onFailure(error: unknown): void {
    if (isReply(error)) onReply();
    else open(error);
  }

  function checkIn(ms: number): void {
    cancelCheck = startTimer(ms, checkOldest);
  }

  /** When the timer itself is late, replies may have arrived that have not been read yet. */
  function checkOldest(lateMs: number): void {
    cancelCheck = undefined;
    const [oldest] = calls;
    if (!oldest) return;
    const waitedMs = performance.now() - Math.max(oldest.startedAt, repliedAt);
    if (lateMs > hedgeMs / 4) checkIn(hedgeMs);
    else if (waitedMs < hedgeMs) checkIn(hedgeMs - waitedMs);
    else suspect(oldest);
  }

  function suspect(oldest: PendingCall): void {
    if (state === "closed") state = "suspect";
    for (const call of calls) if (call !== oldest) call.release(new CircuitOpenError());
  }

  function open(error: unknown): void {
    for (const { release } of calls) release(new CircuitOpenError());
    if (state === "stopped") return;
    state = "open";
    onState(error);
  }

  function close(): void {
    const wasOpen = state === "open";
    if (state !== "suspect") state = "closed";
    if (wasOpen) onState(undefined);
  }

  return {
    get isOpen() {
      return state !== "closed" && state !== "suspect";
    },
    run,
    start: () => {
      probes = runPeriodically(async (signal) => {
        await probe();
        if (!signal.aborted) close();
      }, { pauseMs: probeEveryMs, onError: open });
      return probes.first;
    },
    stop: () => {
      state = "stopped";
      probes?.stop();
      cancelCheck?.();
    },
  };
}
