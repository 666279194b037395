import type { Case } from "./cases.ts";
import type { Contender, Times } from "./contender.ts";

/** Seconds that a batch lasts at least, by repetition: V8 forgets code in longer pauses. */
const LEAST_SECONDS = 0.03;

/** A contender whose one answer takes longer is left out of larger cases of the operation. */
const PATIENCE_SECONDS = 2;

/** Questions that all answer in so little are asked in more rounds: V8 has to warm up. */
const SHORT = { seconds: 0.02, rounds: 15 };

/** The least times of each contender that took part. */
export interface Measured {
  readonly question: Case;
  readonly times: ReadonlyMap<string, Times>;
}

/** Asks all contenders in turn, round by round. Throws if they do not agree. */
export async function measureAll(
  questions: readonly Case[],
  contenders: readonly Contender[],
  rounds: number,
): Promise<Measured[]> {
  const tired = new Set<string>();
  const results: Measured[] = [];
  for (const question of questions) {
    const active = contenders.filter(({ name }) => !tired.has(`${name} ${question.operation}`));
    const times = await measureOne(question, active, rounds);
    for (const [name, { text }] of times) {
      if (text > PATIENCE_SECONDS) tired.add(`${name} ${question.operation}`);
    }
    results.push({ question, times });
  }
  return results;
}

async function measureOne(
  question: Case,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, Times>> {
  const best = new Map<string, Times>();
  const hashes = new Set<string>();
  const isShort = () => best.values().every(({ text }) => text < SHORT.seconds);
  for (let round = 0; round <= rounds || (isShort() && round < SHORT.rounds); round++) {
    for (const contender of contenders) {
      const { name } = contender;
      const known = best.get(name);
      if (known && known.text > PATIENCE_SECONDS) continue;
      const repetitions = known ? Math.ceil(LEAST_SECONDS / known.text) : 1;
      const { sha256, ...times } = await contender.measure(question, repetitions);
      hashes.add(sha256);
      if (!known || times.text < known.text) best.set(name, times);
    }
  }
  if (hashes.size === 1) return best;
  throw new Error(`Contenders do not agree on ${question.operation} ${question.arguments}`);
}
