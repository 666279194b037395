import type { Measurement } from "./measure.ts";

/** The measurements of each contender, one per round. */
export type Results = Map<string, Measurement[]>;

/** A Markdown table of medians over the rounds; ratios are computed within each round. */
export function table(results: Results, peers: string[]): string {
  const header = [
    "",
    "answers/s",
    "CPU µs/answer",
    ...peers.flatMap((peer) => [`answers/s ÷ ${peer}`, `CPU ÷ ${peer}`]),
  ];
  const rows = [...results].map(([name, rounds]) => [
    name,
    median(rounds.map((round) => round.answersPerSecond)).toFixed(0),
    median(rounds.map((round) => round.cpuUsPerAnswer)).toFixed(1),
    ...peers.flatMap((peer) => [
      ratio(results, { name, peer, of: "answersPerSecond" }).toFixed(2),
      ratio(results, { name, peer, of: "cpuUsPerAnswer" }).toFixed(3),
    ]),
  ]);
  const rule = header.map((_, column) => column === 0 ? "---" : "---:");
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function ratio(
  results: Results,
  { name, peer, of }: { name: string; peer: string; of: keyof Measurement },
): number {
  const peers = results.get(peer) ?? [];
  const own = results.get(name) ?? [];
  return median(own.map((round, index) => round[of] / (peers[index]?.[of] ?? NaN)));
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
