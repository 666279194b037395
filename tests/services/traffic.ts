import type { Program } from "../support/program.ts";

/** Clients that calculate without a pause. */
export interface Traffic {
  /** The ids of all answers so far. */
  readonly answered: ReadonlySet<string>;
  /** Calculations that were not answered, by the code of their problem. */
  readonly refused: Readonly<Record<string, number>>;
  /** The longest time without an answer since this was called last, in milliseconds. */
  takeLongestGap(): number;
  /** Lets every client end; resolves when the last has. */
  stop(): Promise<void>;
}

export interface TrafficOptions {
  readonly token: string;
  readonly clients: number;
}

/** Starts clients that ask a program until they are stopped, or until it is gone. */
export function startTraffic(program: Program, { token, clients }: TrafficOptions): Traffic {
  const answered = new Set<string>();
  const refused: Record<string, number> = {};
  let isStopped = false;
  let lastAnswer = performance.now();
  let longestGap = 0;

  function noteAnswer(id: string): void {
    answered.add(id);
    longestGap = Math.max(longestGap, performance.now() - lastAnswer);
    lastAnswer = performance.now();
  }

  async function ask(client: number): Promise<void> {
    for (let turn = 0; !isStopped; turn++) {
      const n = [client, 3, 500 + (client * 97 + turn * 13) % 1_000][turn % 3];
      try {
        const response = await program.post("/factorial", { n }, token);
        const body = await response.json();
        if (response.ok) noteAnswer(body.id);
        else refused[body.code] = (refused[body.code] ?? 0) + 1;
      } catch (error) {
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }

  const ends = Promise.all(Array.from({ length: clients }, (_, client) => ask(client)));
  return {
    answered,
    refused,
    takeLongestGap: () => {
      const gap = Math.max(longestGap, performance.now() - lastAnswer);
      longestGap = 0;
      return gap;
    },
    stop: async () => {
      isStopped = true;
      await ends;
    },
  };
}
