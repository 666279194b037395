/** Costs in small requests: of a refusal, an item of a batch, a log entry, and of pieces and bytes. */
const REFUSAL_COST = 19;
const CALCULATION_COST = 1;
const CALCULATION_KIBIBYTE_COST = 1;
const LOG_ENTRY_COST = 0.2;
const RECEIVED_PIECE_COST = 0.05;
const RECEIVED_MEBIBYTE_COST = 20;
const SENT_MEBIBYTE_COST = 8;

/** Small requests that a new connection may bring at once, as in HTTP/2. */
const CONNECTION_COST = 10;

/** Small requests that a client can send at once after a pause. */
const BURST = 100;

/** Nothing waits longer. */
const MAX_WAIT_MS = 2_000;

/** The work for one answer delays what follows by no more than this. */
const MAX_WORK_MS = 1_000;

/** Weight of the last answer in the expected cost of the next one. */
const LEARNING_RATE = 1 / 8;

/** A client that has sent nothing for this long is not asking. */
const ASKING_MS = 1_000;

/**
 * The same for clients beside one that has been throttled within this time: it may have kept their
 * requests from being read.
 */
const ASKING_BESIDE_THROTTLED_MS = 10_000;

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
export interface Work {
  /** Of a body of undeclared length. */
  readonly receivedBytes?: number;
  /** In which a body has arrived: a client chooses their size. */
  readonly receivedPieces?: number;
  readonly sentBytes?: number;
  /** Items of a batch. */
  readonly calculations?: number;
  /** Of the items of a batch. */
  readonly calculationBytes?: number;
  readonly logEntries?: number;
}

/**
 * Keeps one client from slowing down the others: while others send requests, its own are spread over
 * time. A client that is alone never waits.
 */
export interface Throttle {
  /** Counts a request. Undefined, and not counted, if it would wait for more than two seconds. */
  admit(client: string): Admission | undefined;
  /** The same for a connection, whose first request completes the admission. */
  admitConnection(client: string): Admission | undefined;
  /**
   * Counts work that has not begun. It waits for what the client has asked before, but not for
   * itself. Undefined, and not counted, if it would have to wait for more than two seconds.
   */
  admitWork(client: string, work: Work): Admission | undefined;
  /** Counts work that goes on, and returns for how many milliseconds it waits, at most two seconds. */
  spread(client: string, work: Work): number;
  /** Takes back what admitted work has not taken. */
  giveBack(client: string, work: Work): void;
  /** Counts work that has been done. */
  charge(client: string, work: Work): void;
  /**
   * Counts what the request took. The client's next ones are expected to take the same, and what
   * has been charged since the last one.
   */
  complete(client: string, admission: Admission, use: RequestUse): void;
  /** Whether a request of the client would have to wait now. */
  isThrottled(client: string): boolean;
  /** Whether anything it asked has been delayed or rejected in the last ten seconds. */
  wasThrottled(client: string): boolean;
}

export type ThrottleOutcome = "delayed" | "rejected";

export interface ThrottleOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Small requests of one client in a second while others send requests. */
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
  /** When one of its requests was last delayed or rejected. */
  throttledAt: number;
}

interface BegunWork {
  readonly client: Client;
  readonly waitMs: number;
  readonly work: Work;
  /** Now. */
  readonly at: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371) for each client, with cells of the expected cost.
 */
export function createThrottle(options: ThrottleOptions): Throttle {
  const { now, requestsPerSecond, onThrottled } = options;
  const requestMs = 1_000 / requestsPerSecond;
  const burstMs = BURST * requestMs;
  const maxExpectedCost = Math.max(BURST, MAX_WORK_MS / requestMs);
  const clients = new Map<string, Client>();
  let forgetFrom = FORGET_FROM;
  let latest = { name: "", at: -Infinity };
  /** When a client other than the latest one has asked. */
  let othersAt = -Infinity;

  function open(name: string, at: number): Client {
    const known = clients.get(name);
    if (known) return known;
    if (clients.size >= forgetFrom) forget(at);
    const client = { theoreticalArrival: at, expectedCost: 1, charged: 0, throttledAt: -Infinity };
    clients.set(name, client);
    return client;
  }

  function forget(at: number): void {
    for (const [name, client] of clients) {
      if (client.theoreticalArrival <= at && !wasThrottled(client, at)) clients.delete(name);
    }
    forgetFrom = Math.max(FORGET_FROM, 2 * clients.size);
  }

  function wasThrottled({ throttledAt }: Client, at: number): boolean {
    return at - throttledAt <= ASKING_BESIDE_THROTTLED_MS;
  }

  function isAlone(name: string, client: Client, at: number): boolean {
    const askingMs = wasThrottled(client, at) ? ASKING_BESIDE_THROTTLED_MS : ASKING_MS;
    return at - (latest.name === name ? othersAt : latest.at) > askingMs;
  }

  /** By how much the client would be early after this cost, in milliseconds. */
  function leadAfter(client: Client, cost: number, at: number): number {
    return Math.max(client.theoreticalArrival - at, 0) + cost * requestMs;
  }

  /** Counts work that is done or will be done, whatever it costs. */
  function use(name: string, cost: number, at: number): void {
    const client = open(name, at);
    const lead = Math.max(client.theoreticalArrival - at, 0);
    const maxLead = burstMs + (isAlone(name, client, at) ? 0 : MAX_WORK_MS);
    client.theoreticalArrival = at +
      Math.min(leadAfter(client, cost, at), Math.max(maxLead, lead));
  }

  function tell(name: string, client: Client, outcome: ThrottleOutcome): void {
    client.throttledAt = now();
    onThrottled?.(name, outcome);
  }

  function reject(name: string, client: Client): undefined {
    tell(name, client, "rejected");
  }

  function learn(client: Client, cost: number): void {
    client.expectedCost += (Math.min(cost, maxExpectedCost) - client.expectedCost) * LEARNING_RATE;
  }

  /** By how much the client would be early after this cost, which never delays it if it is alone. */
  function nextLead(name: string, client: Client, cost: number, at: number): number {
    const lead = leadAfter(client, cost, at);
    return isAlone(name, client, at) ? Math.min(lead, burstMs) : lead;
  }

  function admit(name: string, minCost: number): Admission | undefined {
    const at = now();
    if (latest.name !== name) othersAt = latest.at;
    latest = { name, at };
    const client = open(name, at);
    if (!wasThrottled(client, at)) client.expectedCost = Math.min(client.expectedCost, BURST);
    const cost = Math.max(client.expectedCost, minCost);
    const lead = nextLead(name, client, cost, at);
    const waitMs = Math.max(0, lead - burstMs);
    if (waitMs > MAX_WAIT_MS) return reject(name, client);
    if (waitMs > 0) tell(name, client, "delayed");
    client.theoreticalArrival = at + lead;
    return { waitMs, cost };
  }

  /** For what the client has asked before. */
  function waitOf(name: string, client: Client, at: number): number {
    return isAlone(name, client, at) ? 0 : Math.max(0, leadAfter(client, 0, at) - burstMs);
  }

  /** No single work counts for more than a second, however slow the rate is. */
  function workCost(work: Work): number {
    return Math.min(costOf(work), MAX_WORK_MS / requestMs);
  }

  function beginWork(name: string, { client, waitMs, work, at }: BegunWork): number {
    if (waitMs > 0) tell(name, client, "delayed");
    const cost = workCost(work);
    client.theoreticalArrival = at + nextLead(name, client, cost, at);
    return cost;
  }

  return {
    admit: (name) => admit(name, 0),
    admitConnection: (name) => admit(name, CONNECTION_COST),
    admitWork: (name, work) => {
      const at = now();
      const client = open(name, at);
      const waitMs = waitOf(name, client, at);
      if (waitMs > MAX_WAIT_MS) return reject(name, client);
      return { waitMs, cost: beginWork(name, { client, waitMs, work, at }) };
    },
    spread: (name, work) => {
      const at = now();
      const client = open(name, at);
      const waitMs = Math.min(waitOf(name, client, at), MAX_WAIT_MS);
      beginWork(name, { client, waitMs, work, at });
      return waitMs;
    },
    giveBack: (name, work) => use(name, -workCost(work), now()),
    charge: (name, work) => {
      const at = now();
      const cost = costOf(work);
      open(name, at).charged += cost;
      use(name, cost, at);
    },
    complete: (name, admission, { isRefused, receivedBytes }) => {
      const at = now();
      const cost = 1 + (isRefused ? REFUSAL_COST : 0) +
        mebibytes(receivedBytes) * RECEIVED_MEBIBYTE_COST;
      const client = open(name, at);
      learn(client, cost + client.charged);
      client.charged = 0;
      use(name, cost - admission.cost, at);
    },
    isThrottled: (name) => {
      const client = clients.get(name);
      return client !== undefined && client.theoreticalArrival - now() > burstMs;
    },
    wasThrottled: (name) => {
      const client = clients.get(name);
      return client !== undefined && wasThrottled(client, now());
    },
  };
}

function costOf(work: Work): number {
  const { receivedBytes = 0, receivedPieces = 0, sentBytes = 0 } = work;
  const { calculations = 0, calculationBytes = 0, logEntries = 0 } = work;
  return calculations * CALCULATION_COST +
    calculationBytes / 2 ** 10 * CALCULATION_KIBIBYTE_COST +
    logEntries * LOG_ENTRY_COST +
    receivedPieces * RECEIVED_PIECE_COST +
    mebibytes(receivedBytes) * RECEIVED_MEBIBYTE_COST +
    mebibytes(sentBytes) * SENT_MEBIBYTE_COST;
}

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
