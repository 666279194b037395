import { batchAnswers } from "./batch_answers.ts";
import type { Program } from "./program.ts";

/** Clients that calculate in a loop. */
export interface Load {
  /** Ids of all answers so far. */
  readonly answered: ReadonlySet<string>;
  /** Number of refused calculations by problem code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Starts an observation; the returned function ends it. */
  observe(): () => Observation;
  /** Stops all clients; resolves when the last request has ended. */
  stop(): Promise<void>;
}

/** Responses during a period. */
export interface Observation {
  /** Answers to requests sent within the period. */
  readonly answers: number;
  /** Longest time without an answer. */
  readonly longestGapMs: number;
}

export interface LoadOptions {
  readonly token: string;
  readonly clients: number;
  /** Further clients that send batches of 10 items; none by default. */
  readonly batchClients?: number;
  /** Pause after each answer; 0 by default. */
  readonly pauseMs?: number;
}

interface Observer {
  readonly began: number;
  answers: number;
  lastAnswer: number;
  longestGapMs: number;
}

/** Starts clients that run until they are stopped or the program ends. */
export function startLoad(program: Program, options: LoadOptions): Load {
  const { token, clients, batchClients = 0, pauseMs = 0 } = options;
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

  async function runClient(client: number): Promise<void> {
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

  async function runBatchClient(client: number): Promise<void> {
    for (let turn = 0; !isStopped; turn++) {
      const items = Array.from({ length: 10 }, (_, i) => {
        const n = [client + i, 3, 500 + (client * 97 + turn * 13 + i) % 1_000][i % 3];
        return { operation: "factorial", input: { n } };
      });
      try {
        const asked = performance.now();
        for await (const id of batchAnswers(program, { items, token })) noteAnswer(id, asked);
      } catch (error) {
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }

  const ends = Promise.all([
    ...Array.from({ length: clients }, (_, client) => runClient(client)),
    ...Array.from({ length: batchClients }, (_, client) => runBatchClient(client)),
  ]);
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
