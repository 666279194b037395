import { ServiceError } from "../domain/errors.ts";
import type { WatchGrowth } from "../domain/ports.ts";
import { openPieces, PIECE_BYTES, type Pieces } from "./body_pieces.ts";
import {
  type ByteLimits,
  type ByteOwner,
  type ByteReservation,
  createByteBudget,
} from "./byte_budget.ts";
import { ClientDisconnected } from "./client_disconnected.ts";
import type { AppContext } from "./context.ts";
import { parseMultipartForm } from "./multipart_form.ts";
import { createGrowingBuffer } from "./growing_buffer.ts";
import { createSharedTimeout } from "./shared_timeout.ts";
import { parseExactJson } from "./exact_json.ts";
import { NO_UNSEEN_BYTES, type UnseenBytes, watchUnseenBytes } from "./unseen_bytes.ts";

export const MAX_BODY_BYTES = 2 * 2 ** 20;

/** Maximum size of forms and objects without numbers of any length, such as credentials. */
export const SMALL_BODY_BYTES = 16 * 1024;

const TIMEOUT_MS = 10_000;

/** Bodies up to this declared length are read in one piece, which is cheaper than streaming. */
const WHOLE_BODY_BYTES = 64 * 1024;

/**
 * Deno takes long for each piece, the longer the more of the body has arrived after it, and a client
 * chooses their size.
 */
const MIN_PIECE_BYTES = 256;

/** Pieces that may be shorter. */
const SHORT_PIECES = 128;

/** Bodies up to this declared length do not count towards the limits on all bodies. */
const UNCOUNTED_BODY_BYTES = 4 * 1024;

/** Limits on the memory of bodies that have not arrived completely. */
const LIMITS: ByteLimits = { total: 2 ** 26, perAddress: 2 ** 24, perUser: 2 ** 24 };

/** Maximum number of values in a body of one question or form. */
const MAX_VALUES = 1_000;
const FORM = "application/x-www-form-urlencoded";
const MULTIPART_FORM = "multipart/form-data";
const JSON_SEPARATORS = ",[{";
const FORM_SEPARATORS = "&";

export interface ReadOptions {
  /** Keeps every digit of numbers: see `parseExactJson`. */
  readonly exactNumbers?: boolean;
  /** Maximum number of bytes; `MAX_BODY_BYTES` by default. */
  readonly maxBytes?: number;
  /** Maximum number of values; 1,000 by default. */
  readonly maxValues?: number;
}

export type Body =
  & { readonly characters: number }
  & (
    | { readonly kind: "json"; readonly json: unknown }
    | { readonly kind: "form"; readonly form: URLSearchParams }
  );

/**
 * Reads and parses a body. Throws `body_too_large`, `request_timeout`, `unsupported_media_type`,
 * `malformed_request`, `overloaded` or ClientDisconnected.
 */
export type ReadBody = (context: AppContext, options?: ReadOptions) => Promise<Body>;

/** Whether the content type of the request is a form. */
export function isFormPost(context: AppContext): boolean {
  const type = mediaType(context.req.header("content-type"));
  return type === FORM || type === MULTIPART_FORM;
}

export interface BodyReaderOptions {
  readonly ownerOf: (context: AppContext) => ByteOwner;
  /** Called at the end of a body that has arrived in pieces. */
  readonly onPieces?: (owner: ByteOwner, arrived: ArrivedPieces) => void;
  readonly watchGrowth: WatchGrowth;
  /** Whether the client has been throttled lately; nobody by default. */
  readonly wasThrottled?: (context: AppContext) => boolean;
  readonly limits?: ByteLimits;
  readonly timeoutMs?: number;
}

export interface ArrivedPieces {
  readonly receivedPieces: number;
  /** If their number has not been declared. */
  readonly receivedBytes: number;
}

interface Reading {
  readonly reservation: ByteReservation;
  readonly onEnd: (pieces: number, bytes: number) => void;
  readonly onAbandoned: (isReading: boolean) => void;
  readonly unseen: UnseenBytes;
}

export function createBodyReader(options: BodyReaderOptions): ReadBody {
  const { ownerOf, onPieces, watchGrowth, wasThrottled = () => false } = options;
  const { limits = LIMITS, timeoutMs = TIMEOUT_MS } = options;
  const timeout = createSharedTimeout(timeoutMs);
  const budget = createByteBudget(limits, "Too many request bodies are arriving");
  const utf8 = new TextDecoder("utf-8", { fatal: true });

  async function readText(context: AppContext, maxBytes: number): Promise<string> {
    const { raw: request } = context.req;
    const declared = declaredBytes(request.headers);
    if (declared > maxBytes && declared !== Infinity) throw bodyTooLarge(maxBytes);
    try {
      if (declared <= UNCOUNTED_BODY_BYTES) return decode(await inTime(request.bytes()));
      const isWhole = declared <= WHOLE_BODY_BYTES;
      const reservation = budget.reserve(ownerOf(context), isWhole ? declared : PIECE_BYTES);
      if (isWhole) return decode(await inTime(request.bytes().finally(reservation.release)));
      return await readPieces(request, maxBytes, {
        reservation,
        onEnd: (receivedPieces, bytes) => {
          const receivedBytes = declared === Infinity ? bytes : 0;
          onPieces?.(ownerOf(context), { receivedPieces, receivedBytes });
        },
        onAbandoned: (isReading) => context.env.connection?.abandonBody(isReading),
        unseen: declared === Infinity && context.env.connection?.isHttp1 !== false
          ? watchUnseenBytes({ watchGrowth, wasThrottled: wasThrottled(context) })
          : NO_UNSEEN_BYTES,
      });
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      throw new ClientDisconnected({ cause: error });
    }
  }

  async function readPieces(
    { body }: Request,
    maxBytes: number,
    { reservation, onEnd, onAbandoned, unseen }: Reading,
  ): Promise<string> {
    const pieces = body && openPieces(body);
    const arrived = createGrowingBuffer();
    let count = 0;
    let isReading = false;

    async function readAll(pieces: Pieces): Promise<void> {
      const next = () => {
        isReading = true;
        return unseen.during(pieces.next().finally(() => isReading = false));
      };
      for (let piece = await next(); piece !== undefined; piece = await next()) {
        if (arrived.size + piece.length > maxBytes) throw bodyTooLarge(maxBytes);
        arrived.append(piece);
        reservation.resize(PIECE_BYTES + arrived.capacity);
        count++;
        if (count > SHORT_PIECES + arrived.size / MIN_PIECE_BYTES) throw tooManyPieces();
      }
    }

    try {
      if (pieces) await inTime(readAll(pieces));
      return decode(arrived.bytes());
    } catch (error) {
      onAbandoned(isReading);
      pieces?.cancel(error).catch(() => {});
      throw error;
    } finally {
      unseen.end();
      onEnd(count, arrived.size + unseen.count);
      arrived.free();
      reservation.release();
    }
  }

  function inTime<Result>(reading: Promise<Result>): Promise<Result> {
    return timeout.limit(
      reading,
      () =>
        new ServiceError(
          "request_timeout",
          `The body did not arrive within ${timeoutMs / 1000} s`,
        ),
    );
  }

  function decode(bytes: Uint8Array): string {
    try {
      return utf8.decode(bytes);
    } catch (error) {
      throw malformed("The body is not UTF-8", error);
    }
  }

  /** Parts are long, so that so few bytes cannot hold too many values. */
  async function readMultipart(context: AppContext, maxBytes: number): Promise<Body> {
    rejectEncoding(context);
    const text = await readText(context, Math.min(maxBytes, SMALL_BODY_BYTES));
    const contentType = context.req.header("content-type")!;
    const form = await parseMultipartForm(text, contentType);
    return { kind: "form", form, characters: text.length };
  }

  return async function readBody(context, options = {}) {
    const { exactNumbers = false, maxBytes = MAX_BODY_BYTES, maxValues = MAX_VALUES } = options;
    const contentType = context.req.header("content-type");
    const type = mediaType(contentType);
    if (type === MULTIPART_FORM) return await readMultipart(context, maxBytes);
    const kind = bodyKind(type);
    rejectEncoding(context);
    const text = await readText(context, maxBytes);
    if (countsMoreThan(maxValues, kind === "form" ? FORM_SEPARATORS : JSON_SEPARATORS, text)) {
      throw malformed(`Cannot read the body: it has more than ${maxValues} values`);
    }
    if (kind === "form" && text.trimStart().startsWith("{")) {
      throw malformed(
        "Cannot read the body as a form: send JSON with Content-Type: application/json",
      );
    }
    const characters = text.length;
    return kind === "form"
      ? { kind, characters, form: new URLSearchParams(text) }
      : { kind, characters, json: parseJson(text, exactNumbers ? parseExactJson : JSON.parse) };
  };
}

/** Infinity if unknown: Deno reads chunks, and accepts any length beside them. */
function declaredBytes(headers: Headers): number {
  const length = headers.get("content-length");
  return length === null || headers.has("transfer-encoding") ? Infinity : Number(length);
}

function mediaType(contentType = "application/json"): string {
  return contentType.split(";")[0]!.trim().toLowerCase();
}

function bodyKind(type: string): Body["kind"] {
  if (type === FORM) return "form";
  if (type === "application/json" || /^application\/[^/]+\+json$/.test(type)) return "json";
  throw new ServiceError(
    "unsupported_media_type",
    `Cannot read a body of type ${JSON.stringify(type.slice(0, 100))}: ` +
      "send application/json, application/x-www-form-urlencoded or multipart/form-data",
  );
}

/** RFC 9110, section 15.5.16: `Accept-Encoding` tells a coding from a media type at fault. */
function rejectEncoding(context: AppContext): void {
  const encoding = context.req.header("content-encoding") ?? "identity";
  if (encoding.toLowerCase() === "identity") return;
  context.header("Accept-Encoding", "identity");
  throw new ServiceError(
    "unsupported_media_type",
    `Cannot read a body encoded with ${JSON.stringify(encoding.slice(0, 100))}: send it unencoded`,
  );
}

/** Counts separators before parsing, because parsing takes time for each value. */
function countsMoreThan(max: number, separators: string, text: string): boolean {
  let count = 0;
  for (const separator of separators) {
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      if (++count > max) return true;
    }
  }
  return false;
}

function parseJson(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    const reason = error instanceof RangeError ? "it is nested too deeply" : "it is not JSON";
    throw malformed(`Cannot read the body: ${reason}`, error);
  }
}

function malformed(message: string, cause?: unknown): ServiceError {
  return new ServiceError("malformed_request", message, { cause });
}

function tooManyPieces(): ServiceError {
  return malformed(
    `The body arrives in too many pieces: at most ${SHORT_PIECES} may have fewer than ` +
      `${MIN_PIECE_BYTES} bytes`,
  );
}

function bodyTooLarge(maxBytes: number): ServiceError {
  return new ServiceError(
    "body_too_large",
    `The body is too large: at most ${maxBytes} bytes are allowed`,
  );
}
