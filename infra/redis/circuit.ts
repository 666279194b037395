/** Thrown instead of an answer that would have to be waited for. */
export class CircuitOpen extends Error {
  override readonly name = "CircuitOpen";

  constructor() {
    super("Nothing is asked of what does not answer");
  }
}

export interface CircuitOptions {
  /** Asks for a sign of life; rejects within a time limit of its own. */
  readonly probe: () => Promise<void>;
  readonly probeEveryMs: number;
  /** How long an answer may take before only the oldest caller goes on waiting for it. */
  readonly hedgeMs: number;
  /** Whether something that failed was answered all the same. */
  readonly isAnswer: (error: unknown) => boolean;
  /** Told of each change, with what opened the circuit. */
  readonly onChange: (isOpen: boolean, error?: unknown) => void;
}

/** Stands before what may stop answering, so that it is waited for by one caller and no others. */
export interface Circuit {
  readonly isOpen: boolean;
  /** Throws CircuitOpen, without asking or while others wait, when no answer is to be expected. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves after the first probe; until then the circuit is open. */
  start(): Promise<void>;
  stop(): void;
}

interface Call {
  readonly startedAt: number;
  readonly release: (reason: CircuitOpen) => void;
}

/**
 * Opens when something fails without an answer, and closes by a probe in the background. While the
 * oldest caller waits beyond its patience, all others are released and newcomers do not ask.
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const { probe, probeEveryMs, hedgeMs, isAnswer, onChange } = options;
  const calls = new Set<Call>();
  let state: "starting" | "closed" | "open" = "starting";
  let isSuspect = false;
  let answeredAt = 0;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;
  let probeTimer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (state !== "closed" || isSuspect) throw new CircuitOpen();
    const { promise: released, reject: release } = Promise.withResolvers<never>();
    const call = { startedAt: performance.now(), release };
    calls.add(call);
    if (lookTimer === undefined) checkIn(hedgeMs);
    const answer = work();
    answer.then(answered, failed);
    try {
      return await Promise.race([answer, released]);
    } finally {
      calls.delete(call);
    }
  }

  function answered(): void {
    answeredAt = performance.now();
    isSuspect = false;
  }

  function failed(error: unknown): void {
    if (isAnswer(error)) answered();
    else open(error);
  }

  function checkIn(ms: number): void {
    const due = performance.now() + ms;
    lookTimer = setTimeout(() => checkOldest(performance.now() - due), ms);
  }

  /** Where the timer itself comes late, answers may lie unread. */
  function checkOldest(lateMs: number): void {
    lookTimer = undefined;
    const [oldest] = calls;
    if (!oldest) return;
    const waitedMs = performance.now() - Math.max(oldest.startedAt, answeredAt);
    if (lateMs > hedgeMs / 4) checkIn(hedgeMs);
    else if (waitedMs < hedgeMs) checkIn(hedgeMs - waitedMs);
    else suspect(oldest);
  }

  function suspect(oldest: Call): void {
    isSuspect = true;
    for (const call of calls) if (call !== oldest) call.release(new CircuitOpen());
  }

  function open(error: unknown): void {
    isSuspect = false;
    for (const { release } of calls) release(new CircuitOpen());
    if (state === "open" || isStopped) return;
    state = "open";
    onChange(true, error);
  }

  function close(): void {
    const wasOpen = state === "open";
    state = "closed";
    if (wasOpen) onChange(false);
  }

  async function probeAgain(): Promise<void> {
    try {
      await probe();
      close();
    } catch (error) {
      open(error);
    }
    if (!isStopped) probeTimer = setTimeout(probeAgain, probeEveryMs);
  }

  return {
    get isOpen() {
      return state !== "closed";
    },
    run,
    start: probeAgain,
    stop: () => {
      isStopped = true;
      clearTimeout(probeTimer);
      clearTimeout(lookTimer);
      state = "open";
    },
  };
}
