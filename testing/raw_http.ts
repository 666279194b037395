/** A response read from a raw TCP connection. */
export interface RawResponse {
  /** 0 if the connection closed without a response. */
  readonly status: number;
  readonly text: string;
}

/** Connects and sends text. */
export async function openRaw(port: number, text: string): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await send(connection, text);
  return connection;
}

export interface FactorialOptions {
  readonly n: number;
  readonly token: string;
  readonly accept: string;
  /** Minimum length of the body, which is padded with spaces; as short as possible by default. */
  readonly bodyLength?: number;
}

/** Requests n! and returns the open connection. */
export function openFactorial(
  port: number,
  { n, token, accept, bodyLength = 0 }: FactorialOptions,
): Promise<Deno.TcpConn> {
  const body = JSON.stringify({ n }).padEnd(bodyLength);
  const headers = {
    Accept: accept,
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    "Content-Length": body.length,
  };
  return openRaw(port, requestText("POST /factorial", headers, body));
}

/** Sends text or bytes; the server may close the connection before it has read everything. */
export async function send(
  connection: Deno.TcpConn,
  text: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  try {
    for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
  } catch (error) {
    if (isClosed(error)) return;
    throw error;
  }
}

/** Reads the next response, or up to the end of the connection. */
export async function readResponse(connection: Deno.TcpConn): Promise<RawResponse> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  let text = "";
  while (!isComplete(text)) {
    const count = await connection.read(buffer).catch((error) => {
      if (isClosed(error)) return null;
      throw error;
    });
    if (count === null) break;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0), text };
}

/** Sends text on a new connection and returns the response. */
export async function exchange(port: number, text: string): Promise<RawResponse> {
  using connection = await openRaw(port, text);
  return await readResponse(connection);
}

/** A raw HTTP/1.1 request with these headers and a possibly incomplete body. */
export function requestText(
  line: string,
  headers: Readonly<Record<string, string | number>> = {},
  body = "",
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, "Host: localhost", ...lines, "", body].join("\r\n");
}

function isComplete(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text.slice(0, end + 2))?.[1];
  return length !== undefined && text.length >= end + 4 + Number(length);
}

function isClosed(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset;
}
