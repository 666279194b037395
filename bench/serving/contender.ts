import type { ServerProcess } from "./server_process.ts";

export interface Contender {
  name: string;
  start(): Promise<ServerProcess>;
  /** Returns a token; undefined for a contender without accounts. */
  signIn?(url: string): Promise<string>;
  /** Rejects unless at least this many answers were recorded. */
  verifyRecorded?(session: Session, answers: number): Promise<void>;
}

export interface Session {
  url: string;
  token: string;
}

export const account = { username: "bench", password: "many rows in a log" };

/** Signs in with the OAuth2 password form. */
export async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams(account);
  const { access_token } = await json(await fetch(`${url}/token`, { method: "POST", body }));
  return String(access_token);
}

export async function json(response: Response): Promise<Record<string, unknown>> {
  if (response.ok) return await response.json();
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
