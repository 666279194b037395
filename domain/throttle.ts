/** Costs in small requests: of a refusal, of an item of a batch or a log entry, and of bytes. */
const REFUSAL_COST = 19;
const CALCULATION_COST = 1;
const LOG_ENTRY_COST = 0.2;
const RECEIVED_MEBIBYTE_COST = 10;
const SENT_MEBIBYTE_COST = 8;

/** Small requests that a client can send at once after a pause. */
const BURST = 100;

/** No request waits longer. */
const MAX_WAIT_MS = 2_000;

/** Long answers alone delay the next request by no more than this. */
const MAX_ANSWER_WAIT_MS = 1_000;

/** Weight of the last answer in the expected cost of the next one. */
const LEARNING_RATE = 1 / 8;

/** A client that has sent nothing for this long is not asking. */
const ASKING_MS = 1_000;

/** Number of clients at which those that are within the rate are forgotten for the first time. */
const FORGET_FROM = 10_000;

/** The decision when a request may be handled. */
export interface Admission {
  readonly waitMs: number;
  /** Small requests that have been counted for it in advance. */
  readonly cost: number;
}

/** What a request takes besides the cost of a small one. */
export interface RequestUse {
  readonly isRefused: boolean;
  /** As declared. */
  readonly receivedBytes: number;
}

/** What the work for an answer takes. */
export interface AnswerUse {
  /** Of a body of undeclared length. */
  readonly receivedBytes?: number;
  readonly sentBytes?: number;
  /** Items of a batch. */
  readonly calculations?: number;
  readonly logEntries?: number;
}

/**
 * Keeps one client from slowing down the others: while others ask, its requests are spread over
 * time. A client that is alone never waits.
 */
export interface Throttle {
  /**
   * Counts a request, or a connection for its first request. Undefined, and not counted, if it
   * would have to wait for more than two seconds.
   */
  admit(client: string): Admission | undefined;
  /** Counts the work for an answer. */
  charge(client: string, use: AnswerUse): void;
  /**
   * Counts what the request took. The client's next ones are expected to take the same, and what
   * has been charged since the last one.
   */
  complete(client: string, admission: Admission, use: RequestUse): void;
  /** Whether a request of the client would have to wait now. */
  isThrottled(client: string): boolean;
}

export type ThrottleOutcome = "delayed" | "rejected";

export interface ThrottleOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Small requests of one client in a second while others ask. */
  readonly requestsPerSecond: number;
  /** Called when a request has to wait or is rejected. */
  readonly onThrottled?: (client: string, outcome: ThrottleOutcome) => void;
}

interface Client {
  /** When its next request would arrive if all had arrived at the rate. */
  theoreticalArrival: number;
  /** Small requests. */
  expectedCost: number;
  /** Small requests that have been charged since a request was completed. */
  charged: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371) for each client, with cells of the expected cost.
 */
export function createThrottle(options: ThrottleOptions): Throttle {
  const { now, requestsPerSecond, onThrottled } = options;
  const requestMs = 1_000 / requestsPerSecond;
  const burstMs = BURST * requestMs;
  const clients = new Map<string, Client>();
  let forgetFrom = FORGET_FROM;
  let latest = { name: "", at: -Infinity };
  /** When a client other than the latest one has asked. */
  let othersAt = -Infinity;

  function open(name: string, at: number): Client {
    const known = clients.get(name);
    if (known) return known;
    if (clients.size >= forgetFrom) forget(at);
    const client = { theoreticalArrival: at, expectedCost: 1, charged: 0 };
    clients.set(name, client);
    return client;
  }

  function forget(at: number): void {
    for (const [name, client] of clients) {
      if (client.theoreticalArrival <= at) clients.delete(name);
    }
    forgetFrom = Math.max(FORGET_FROM, 2 * clients.size);
  }

  function isAlone(name: string, at: number): boolean {
    return at - (latest.name === name ? othersAt : latest.at) > ASKING_MS;
  }

  /** By how much the client would be early after this cost, in milliseconds. */
  function leadAfter(client: Client, cost: number, at: number): number {
    return Math.max(client.theoreticalArrival - at, 0) + cost * requestMs;
  }

  /** Counts work that is done or will be done, whatever it costs. */
  function use(name: string, cost: number, at: number): void {
    const client = open(name, at);
    const lead = Math.max(client.theoreticalArrival - at, 0);
    const maxLead = burstMs + (isAlone(name, at) ? 0 : MAX_ANSWER_WAIT_MS);
    client.theoreticalArrival = at +
      Math.min(leadAfter(client, cost, at), Math.max(maxLead, lead));
  }

  return {
    admit: (name) => {
      const at = now();
      if (latest.name !== name) othersAt = latest.at;
      latest = { name, at };
      const client = open(name, at);
      const cost = client.expectedCost;
      const lead = isAlone(name, at)
        ? Math.min(leadAfter(client, cost, at), burstMs)
        : leadAfter(client, cost, at);
      const waitMs = Math.max(0, lead - burstMs);
      if (waitMs > MAX_WAIT_MS) {
        onThrottled?.(name, "rejected");
        return undefined;
      }
      if (waitMs > 0) onThrottled?.(name, "delayed");
      client.theoreticalArrival = at + lead;
      return { waitMs, cost };
    },
    charge: (name, { receivedBytes = 0, sentBytes = 0, calculations = 0, logEntries = 0 }) => {
      const at = now();
      const cost = calculations * CALCULATION_COST + logEntries * LOG_ENTRY_COST +
        mebibytes(receivedBytes) * RECEIVED_MEBIBYTE_COST +
        mebibytes(sentBytes) * SENT_MEBIBYTE_COST;
      open(name, at).charged += cost;
      use(name, cost, at);
    },
    complete: (name, admission, { isRefused, receivedBytes }) => {
      const at = now();
      const cost = 1 + (isRefused ? REFUSAL_COST : 0) +
        mebibytes(receivedBytes) * RECEIVED_MEBIBYTE_COST;
      const client = open(name, at);
      const total = Math.min(cost + client.charged, BURST);
      client.expectedCost += (total - client.expectedCost) * LEARNING_RATE;
      client.charged = 0;
      use(name, cost - admission.cost, at);
    },
    isThrottled: (name) => {
      const client = clients.get(name);
      return client !== undefined && client.theoreticalArrival - now() > burstMs;
    },
  };
}

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
