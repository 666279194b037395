import { type ContentCoding, contentCoding } from "./content_coding.ts";
import type { AppContext } from "./context.ts";
import { encodeOnce } from "./encode_once.ts";
import { entityTag, isCurrent } from "./entity_tag.ts";
import { once } from "../domain/once.ts";

/** Quality 11 takes ten times as long and saves a tenth. */
const BROTLI_QUALITY = 5;

/** Longer bodies are sent as their client reads them. */
const MAX_WHOLE_BYTES = 64 * 1024;

/** A body that is the same in every response, created and compressed with its first request. */
export interface FixedBody {
  /** Responds with 200, or with 304 to a client that has the body. Throws `overloaded`. */
  respond(context: AppContext, headers: Readonly<Record<string, string>>): Response;
}

export function createFixedBody(text: () => string): FixedBody {
  const bytes = encodeOnce(text);
  const representations = {
    identity: once(() => withTag(bytes())),
    gzip: once(() => withTag(gzip(bytes()), "gzip")),
    br: once(() => withTag(brotli(bytes()), "br")),
  };

  return {
    respond(context, headers) {
      const coding = contentCoding(context, ["br", "gzip"]);
      const { body, tag } = representations[coding ?? "identity"]();
      context.header("Vary", "Accept-Encoding", { append: true });
      if (isCurrent(context, tag)) return context.body(null, 304, headers);
      if (coding !== undefined) context.header("Content-Encoding", coding);
      context.header("Content-Length", String(body.length));
      const sent = body.length <= MAX_WHOLE_BYTES
        ? body
        : context.get("streams").stream(context, body);
      return context.body(sent, 200, headers);
    },
  };
}

function gzip(bytes: Uint8Array): Uint8Array {
  return globalThis.process.getBuiltinModule("node:zlib").gzipSync(bytes);
}

function brotli(bytes: Uint8Array): Uint8Array {
  const { brotliCompressSync, constants } = globalThis.process.getBuiltinModule("node:zlib");
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  return brotliCompressSync(bytes, { params });
}

function withTag(bytes: Uint8Array, coding?: ContentCoding) {
  const body = new Uint8Array(bytes);
  return { body, tag: entityTag(body, coding) };
}
