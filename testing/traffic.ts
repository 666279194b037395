import type { Program } from "./program.ts";

/** Clients that calculate without a pause, or with one. */
export interface Traffic {
  /** The ids of all answers so far. */
  readonly answered: ReadonlySet<string>;
  /** Calculations that were not answered, by the code of their problem. */
  readonly refused: Readonly<Record<string, number>>;
  /** Begins to observe; the returned function ends that. */
  observe(): () => Observation;
  /** Lets every client end; resolves when the last has. */
  stop(): Promise<void>;
}

/** What was seen of the traffic in some time. */
export interface Observation {
  /** Answers to what was asked in that time. */
  readonly answers: number;
  /** The longest time in it without any answer. */
  readonly longestGapMs: number;
}

export interface TrafficOptions {
  readonly token: string;
  readonly clients: number;
  /** After each answer; none by default. */
  readonly pauseMs?: number;
}

interface Observer {
  readonly began: number;
  answers: number;
  lastAnswer: number;
  longestGapMs: number;
}

/** Starts clients that ask a program until they are stopped, or until it is gone. */
export function startTraffic(program: Program, options: TrafficOptions): Traffic {
  const { token, clients, pauseMs = 0 } = options;
  const answered = new Set<string>();
  const refused: Record<string, number> = {};
  const observers = new Set<Observer>();
  let isStopped = false;

  function noteAnswer(id: string, asked: number): void {
    answered.add(id);
    for (const observer of observers) {
      if (asked >= observer.began) observer.answers++;
      noteGap(observer);
    }
  }

  async function ask(client: number): Promise<void> {
    for (let turn = 0; !isStopped; turn++) {
      const n = [client, 3, 500 + (client * 97 + turn * 13) % 1_000][turn % 3];
      try {
        const asked = performance.now();
        const response = await program.post("/factorial", { n }, token);
        const body = await response.json();
        if (response.ok) noteAnswer(body.id, asked);
        else refused[body.code] = (refused[body.code] ?? 0) + 1;
      } catch (error) {
        if (error instanceof TypeError) return;
        throw error;
      }
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  const ends = Promise.all(Array.from({ length: clients }, (_, client) => ask(client)));
  return {
    answered,
    refused,
    observe: () => {
      const began = performance.now();
      const observer: Observer = { began, answers: 0, lastAnswer: began, longestGapMs: 0 };
      observers.add(observer);
      return () => {
        observers.delete(observer);
        noteGap(observer);
        return observer;
      };
    },
    stop: async () => {
      isStopped = true;
      await ends;
    },
  };
}

function noteGap(observer: Observer): void {
  const now = performance.now();
  observer.longestGapMs = Math.max(observer.longestGapMs, now - observer.lastAnswer);
  observer.lastAnswer = now;
}
