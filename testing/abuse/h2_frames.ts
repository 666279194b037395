const encoder = new TextEncoder();
const PREFACE = encoder.encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const [HEADERS, RST_STREAM, SETTINGS] = [0x1, 0x3, 0x4];
const END_OF_HEADERS = 0x4;
const END_OF_STREAM_AND_HEADERS = 0x5;
const INITIAL_WINDOW_SIZE = 0x4;
const CANCEL = 0x8;

/** Indexed fields of HPACK. */
const [GET, POST] = [0x82, 0x83];

/**
 * The start of an HTTP/2 connection whose client accepts no data, and GET requests on its first
 * streams.
 */
export function unreadStreams(path: string, streams: number): Uint8Array<ArrayBuffer> {
  const setting = [0, INITIAL_WINDOW_SIZE, 0, 0, 0, 0];
  const requests = Array.from({ length: streams }, (_, index) => request(path, 2 * index + 1));
  const frames = [frame(SETTINGS, { flags: 0, stream: 0, payload: setting }), ...requests];
  return new Uint8Array([...PREFACE, ...frames.flat()]);
}

/** The start of an HTTP/2 connection whose client cancels each GET request at once. */
export function cancelledStreams(path: string, streams: number): Uint8Array<ArrayBuffer> {
  const requests = Array.from({ length: streams }, (_, index) => {
    const stream = 2 * index + 1;
    const cancel = frame(RST_STREAM, { flags: 0, stream, payload: [0, 0, 0, CANCEL] });
    return [request(path, stream), cancel].flat();
  });
  return new Uint8Array([
    ...PREFACE,
    ...frame(SETTINGS, { flags: 0, stream: 0, payload: [] }),
    ...requests.flat(),
  ]);
}

/** The start of an HTTP/2 connection with POST requests whose bodies do not arrive. */
export function unfinishedStreams(path: string, streams: number): Uint8Array<ArrayBuffer> {
  const payload = [POST, ...headers(path)];
  const requests = Array.from(
    { length: streams },
    (_, index) => frame(HEADERS, { flags: END_OF_HEADERS, stream: 2 * index + 1, payload }),
  );
  return new Uint8Array([
    ...PREFACE,
    ...frame(SETTINGS, { flags: 0, stream: 0, payload: [] }),
    ...requests.flat(),
  ]);
}

/** A complete GET request on a stream. */
function request(path: string, stream: number): number[] {
  return frame(HEADERS, {
    flags: END_OF_STREAM_AND_HEADERS,
    stream,
    payload: [GET, ...headers(path)],
  });
}

interface Frame {
  readonly flags: number;
  readonly stream: number;
  readonly payload: readonly number[];
}

/** A frame with less than 256 bytes of payload. */
function frame(type: number, { flags, stream, payload }: Frame): number[] {
  return [0, 0, payload.length, type, flags, 0, 0, stream >> 8, stream & 255, ...payload];
}

/** `http://localhost` and a path in HPACK: an indexed field, and literals without indexing. */
function headers(path: string): number[] {
  return [0x86, 0x04, ...literal(path), 0x01, ...literal("localhost")];
}

function literal(text: string): number[] {
  const bytes = encoder.encode(text);
  return [bytes.length, ...bytes];
}
