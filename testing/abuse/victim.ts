import { expectStatus } from "../http_client.ts";
import { PASSWORD } from "../service.ts";

/** Minimum number of answers, so that one late answer is not the slowest percent. */
const MIN_ANSWERS = 300;

/** An address other than the attacker's. */
const ADDRESS = "127.0.0.2";

/** Responses to a user who asks for 5! without a pause. */
export interface Experience {
  readonly answers: number;
  /** Milliseconds within which half of the answers arrived. */
  readonly p50: number;
  /** Milliseconds within which 99 of 100 answers arrived. */
  readonly p99: number;
  /** Statuses other than 200. */
  readonly failures: readonly number[];
}

export interface Victim extends Disposable {
  /** Asks for this time, or longer for enough answers. */
  askFor(ms: number): Promise<Experience>;
}

/** Signs a user up and in from an address of its own. */
export async function createVictim(address: string): Promise<Victim> {
  const client = Deno.createHttpClient({ localAddress: ADDRESS });
  const post = (path: string, body: unknown, token?: string) =>
    fetch(address + path, {
      client,
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });

  const credentials = { username: "victim", password: PASSWORD };
  await expectStatus(await post("/signup2", credentials), 201);
  const signedIn = await expectStatus(await post("/token", credentials), 200);
  const token: string = JSON.parse(signedIn).access_token;

  async function askFor(ms: number): Promise<Experience> {
    const durations: number[] = [];
    const failures: number[] = [];
    const end = performance.now() + ms;
    while (performance.now() < end || durations.length < MIN_ANSWERS) {
      const asked = performance.now();
      const response = await post("/factorial", { n: 5 }, token);
      await response.arrayBuffer();
      durations.push(performance.now() - asked);
      if (response.status !== 200) failures.push(response.status);
    }
    durations.sort((a, b) => a - b);
    const quantile = (share: number) => durations[Math.ceil(share * durations.length) - 1]!;
    return { answers: durations.length, p50: quantile(0.5), p99: quantile(0.99), failures };
  }

  return { askFor, [Symbol.dispose]: () => client.close() };
}
