import type { Admission } from "../../domain/throttle.ts";

/** A connection without progress for this long is closed. */
const IDLE_MS = 30_000;

/** Maximum number of connections, and of those from one address. */
const MAX_CONNECTIONS = 8_192;
const MAX_PER_ADDRESS = 512;

/**
 * HTTP/2 connections of one address: each may have 200 answers whose client accepts no data, and
 * Deno holds the last bytes of each.
 */
const MAX_HTTP2_PER_ADDRESS = 8;

/**
 * Requests of one HTTP/1.1 connection, as in nginx: Deno reads what a client sends after its request
 * into memory without a bound, and gives it back with the connection.
 */
const MAX_REQUESTS = 100;

/** A client's connection as its requests and responses see it. */
export interface ClientConnection {
  /** Whether it comes from the client itself and not from a proxy. */
  readonly isDirect: boolean;
  /** The admission of its first request, for which the connection has waited; undefined later. */
  takeAdmission(): Admission | undefined;
  /**
   * Keeps the connection from being idle until the returned function is called, once. `onClosed` is
   * called if it closes before that.
   */
  hold(onClosed: () => void): () => void;
  /** Resolves when the client has sent another request or the connection has closed. */
  untilReused(): Promise<void>;
  /** Whether it closes after the answers to the requests under way. */
  readonly isClosing: boolean;
  /** Otherwise HTTP/2. */
  readonly isHttp1: boolean;
  /** Counts a request that is rejected until the returned function is called, once. */
  addRejected(): () => void;
  /** Closes it after the answers to the requests under way. */
  closeAfterAnswers(): void;
  /** The rest of the body of its request will not be read; a read may be pending. */
  abandonBody(isReading: boolean): void;
  /** Closes it unless another request or response is under way, as in HTTP/2. */
  closeUnlessBusy(): void;
}

export interface OpenConnection extends ClientConnection {
  readonly isOpen: boolean;
  /** Requests under way that are rejected; more than one in HTTP/2 only. */
  readonly rejected: number;
  /** Whether it has begun no request. */
  readonly isNew: boolean;
  /** Whether it has begun as many requests as a connection may have. */
  readonly isSpent: boolean;
  /** Whether it has answered its last request. */
  readonly hasEnded: boolean;
  /** The body that will not be read to its end. */
  readonly abandonedBody: AbandonedBody | undefined;
  /**
   * Counts it as an HTTP/2 connection. If its address has too many of them, the longest idle one is
   * closed, or this one if none is idle.
   */
  useHttp2(): void;
  /** Counts a request until the returned function is called, once. */
  begin(): () => void;
  /** The connection has closed. */
  remove(): void;
  /** Closes it, whatever is under way. */
  close(): void;
}

export interface AbandonedBody {
  /** Whether a read was pending when it was given up. */
  readonly isReading: boolean;
}

export interface AddOptions {
  /** Closes the connection. */
  readonly onClose: () => void;
  /** Of its first request. */
  readonly admission?: Admission | undefined;
}

/**
 * The open connections. When there are too many, a waiting connection is closed: one that has no
 * request and no response, from the address that has the most of them.
 */
export interface Connections {
  readonly size: number;
  /** Adds a connection. Returns undefined if there is no room for it. */
  add(remote: Deno.NetAddr, options: AddOptions): OpenConnection | undefined;
  /** Closes a waiting connection; false if none is waiting. */
  closeOne(): boolean;
  /** Closes the connections that have been idle for too long. */
  closeIdle(): void;
}

export interface ConnectionLimits {
  readonly idleMs?: number;
  readonly maxConnections?: number;
  readonly maxPerAddress?: number;
  readonly maxHttp2PerAddress?: number;
  readonly maxRequests?: number;
}

/** How the addresses of peers count. */
export interface PeerRules {
  /** The client that an address belongs to, such as its /64 network. */
  readonly clientOf: (address: string) => string;
  /** A proxy may have any number of connections. */
  readonly isProxy: (address: string) => boolean;
}

export interface ConnectionsOptions extends PeerRules, ConnectionLimits {
  /** Milliseconds. */
  readonly now: () => number;
}

interface Entry {
  isHttp2: boolean;
  /** Requests under way. */
  requests: number;
  /** Responses under way; called when the connection closes. */
  readonly responses: Set<() => void>;
  /** When it was last busy. */
  idleSince: number;
  readonly close: () => void;
}

export function createConnections(options: ConnectionsOptions): Connections {
  const { now, clientOf, isProxy, idleMs = IDLE_MS } = options;
  const { maxConnections = MAX_CONNECTIONS, maxPerAddress = MAX_PER_ADDRESS } = options;
  const { maxHttp2PerAddress = MAX_HTTP2_PER_ADDRESS, maxRequests = MAX_REQUESTS } = options;
  /** By address. */
  const open = new Map<string, Set<Entry>>();
  let size = 0;

  function closeLongestIdle(entries: ReadonlySet<Entry>): boolean {
    let longest: Entry | undefined;
    for (const entry of entries) {
      if (isBusy(entry)) continue;
      if (longest === undefined || entry.idleSince < longest.idleSince) longest = entry;
    }
    longest?.close();
    return longest !== undefined;
  }

  function closeOne(): boolean {
    const largestFirst = [...open.values()].toSorted((a, b) => b.size - a.size);
    return largestFirst.some(closeLongestIdle);
  }

  function makeRoom(hostname: string, entries: ReadonlySet<Entry>): boolean {
    if (entries.size >= maxPerAddress && !isProxy(hostname)) return closeLongestIdle(entries);
    return size < maxConnections || closeOne();
  }

  function add(
    { hostname }: Deno.NetAddr,
    { onClose, admission }: AddOptions,
  ): OpenConnection | undefined {
    const address = clientOf(hostname);
    if (!makeRoom(hostname, open.get(address) ?? new Set())) return undefined;
    const entries = open.get(address) ?? new Set();
    open.set(address, entries);
    const isDirect = !isProxy(hostname);
    let firstAdmission = admission;
    let isClosing = false;
    let abandonedBody: AbandonedBody | undefined;
    let begun = 0;
    let rejected = 0;
    let reused: PromiseWithResolvers<void> | undefined;
    const entry: Entry = {
      isHttp2: false,
      requests: 0,
      responses: new Set(),
      idleSince: now(),
      close: () => {
        remove();
        onClose();
      },
    };
    entries.add(entry);
    size++;

    function hold(onClosed: () => void): () => void {
      const listener = () => onClosed();
      // It may have closed while the response was prepared.
      if (!entries.has(entry)) queueMicrotask(listener);
      entry.responses.add(listener);
      return () => {
        entry.responses.delete(listener);
        entry.idleSince = now();
      };
    }

    function begin(): () => void {
      reused?.resolve();
      reused = undefined;
      entry.requests++;
      begun++;
      return () => {
        entry.requests--;
        entry.idleSince = now();
      };
    }

    function useHttp2(): void {
      const others = new Set([...entries].filter(({ isHttp2 }) => isHttp2));
      entry.isHttp2 = true;
      if (isDirect && others.size >= maxHttp2PerAddress && !closeLongestIdle(others)) entry.close();
    }

    function takeAdmission(): Admission | undefined {
      const taken = firstAdmission;
      firstAdmission = undefined;
      return taken;
    }

    function untilReused(): Promise<void> {
      if (!entries.has(entry)) return Promise.resolve();
      reused ??= Promise.withResolvers();
      return reused.promise;
    }

    function remove(): void {
      reused?.resolve();
      if (!entries.delete(entry)) return;
      for (const onClosed of entry.responses) onClosed();
      size--;
      if (entries.size === 0 && open.get(address) === entries) open.delete(address);
    }

    function closeUnlessBusy(): void {
      if (!isBusy(entry)) entry.close();
    }

    return {
      get isOpen() {
        return entries.has(entry);
      },
      get isSpent() {
        return isDirect && begun >= maxRequests;
      },
      get isNew() {
        return begun === 0;
      },
      get hasEnded() {
        return isClosing && entry.requests === 0;
      },
      get isClosing() {
        return isClosing;
      },
      get abandonedBody() {
        return abandonedBody;
      },
      get rejected() {
        return rejected;
      },
      addRejected: () => {
        rejected++;
        return () => rejected--;
      },
      get isHttp1() {
        return !entry.isHttp2;
      },
      isDirect,
      useHttp2,
      hold,
      begin,
      remove,
      closeAfterAnswers: () => isClosing = true,
      abandonBody: (isReading) => abandonedBody = { isReading },
      close: entry.close,
      closeUnlessBusy,
      untilReused,
      takeAdmission,
    };
  }

  function closeIdle(): void {
    const latest = now() - idleMs;
    for (const entries of open.values()) {
      for (const entry of entries) {
        if (entry.idleSince <= latest && !isBusy(entry)) entry.close();
      }
    }
  }

  return {
    get size() {
      return size;
    },
    add,
    closeOne,
    closeIdle,
  };
}

function isBusy({ requests, responses }: Entry): boolean {
  return requests > 0 || responses.size > 0;
}
