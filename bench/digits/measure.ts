import type { Case } from "./cases.ts";
import type { Contender, Times } from "./contender.ts";

/** Minimum duration of a batch: V8 discards optimized code in the pauses between batches. */
const MIN_BATCH_SECONDS = 0.03;

/** A contender that takes longer than this skips the larger cases of the operation. */
const MAX_SECONDS = 2;

/** Cases that every contender computes in less than this get more rounds: V8 has to warm up. */
const SHORT = { seconds: 0.02, rounds: 15 };

/** The minimum times of each participating contender. */
export interface Measured {
  readonly question: Case;
  readonly times: ReadonlyMap<string, Times>;
}

/** Measures all contenders in turn, round by round. Throws if their results differ. */
export async function measureAll(
  questions: readonly Case[],
  contenders: readonly Contender[],
  rounds: number,
): Promise<Measured[]> {
  const skipped = new Set<string>();
  const results: Measured[] = [];
  for (const question of questions) {
    const active = contenders.filter(({ name }) => !skipped.has(`${name} ${question.operation}`));
    const times = await measureOne(question, active, rounds);
    for (const [name, { text }] of times) {
      if (text > MAX_SECONDS) skipped.add(`${name} ${question.operation}`);
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
      if (known && known.text > MAX_SECONDS) continue;
      const repetitions = known ? Math.ceil(MIN_BATCH_SECONDS / known.text) : 1;
      const { sha256, ...times } = await contender.measure(question, repetitions);
      hashes.add(sha256);
      if (!known || times.text < known.text) best.set(name, times);
    }
  }
  if (hashes.size === 1) return best;
  throw new Error(`Contenders disagree on ${question.operation} ${question.arguments}`);
}
