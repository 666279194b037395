import { PASSWORD } from "./service.ts";

/** A client of the HTTP interface of a program. */
export interface HttpClient {
  /** As in `http://127.0.0.1:1234`. */
  readonly address: string;
  readonly port: number;
  request(path: string, init?: RequestInit): Promise<Response>;
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  /** `POST` of a JSON body. */
  post(path: string, body: unknown, token?: string, init?: RequestInit): Promise<Response>;
  newUser(username?: string): Promise<{ readonly username: string; readonly token: string }>;
  signIn(username: string, password?: string): Promise<string>;
  /** Entries of the request log visible to the owner of the token, newest first. */
  entries(token: string): Promise<LogLine[]>;
}

export interface LogLine {
  readonly id: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  readonly outcome: string;
}

export function createHttpClient(address: string): HttpClient {
  const request = (path: string, init?: RequestInit) => fetch(address + path, init);

  const get: HttpClient["get"] = (path, token, headers) =>
    request(path, { headers: { ...headers, ...bearer(token) } });

  const post: HttpClient["post"] = (path, body, token, init) =>
    request(path, {
      ...init,
      method: "POST",
      headers: { "Content-Type": "application/json", ...bearer(token) },
      body: JSON.stringify(body),
    });

  async function newUser(username = `user-${crypto.randomUUID().slice(0, 8)}`) {
    const response = await post("/signup2", { username, password: PASSWORD });
    await expectStatus(response, 201);
    return { username, token: await signIn(username) };
  }

  async function signIn(username: string, password = PASSWORD): Promise<string> {
    const response = await post("/token", { username, password });
    return JSON.parse(await expectStatus(response, 200)).access_token;
  }

  async function entries(token: string): Promise<LogLine[]> {
    const response = await get("/logs", token, { Accept: "application/x-ndjson" });
    const lines = (await expectStatus(response, 200)).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  }

  return {
    address,
    port: Number(new URL(address).port),
    request,
    get,
    post,
    newUser,
    signIn,
    entries,
  };
}

/** Returns the body of a response with this status; otherwise throws an Error with the body. */
export async function expectStatus(response: Response, status: number): Promise<string> {
  const text = await response.text();
  if (response.status === status) return text;
  throw new Error(`Expected status ${status}, got ${response.status}: ${text.slice(0, 1000)}`);
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}
