import type { Measured } from "./measure.ts";

const HEADER = [
  "result",
  "digits",
  "kernel",
  "GMP",
  "GMP, value only",
  "BigInt",
  "CPython",
  "kernel ÷ GMP",
  "goal",
  "kernel ÷ BigInt",
];

/** A Markdown table of the times to decimal text. */
export function table(results: readonly Measured[]): string {
  const rows = results.map(({ question, times }) => {
    const ratio = (name: string) => {
      const peer = times.get(name);
      return peer ? (times.get("kernel")!.text / peer.text).toFixed(2) : "";
    };
    return [
      notation(question),
      String(question.digits),
      duration(times.get("kernel")?.text),
      duration(times.get("GMP")?.text),
      duration(times.get("GMP")?.value),
      duration(times.get("BigInt")?.text),
      duration(times.get("CPython")?.text),
      ratio("GMP"),
      question.goal ? `≤ ${question.goal}` : "",
      ratio("BigInt"),
    ];
  });
  const rule = HEADER.map((_, column) => column === 0 ? "---" : "---:");
  return [HEADER, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A sentence with the growth of the kernel's time from 1 to 10 million digits. */
export function growth(results: readonly Measured[]): string {
  const ratios = ["factorial", "fibonacci", "pow"].flatMap((operation) => {
    const [less, more] = [1e6, 1e7].map((size) =>
      results.find(({ question: { digits, ...question } }) =>
        question.operation === operation && Math.abs(digits / size - 1) < 1e-3
      )
    );
    if (!less || !more) return [];
    const times = more.times.get("kernel")!.text / less.times.get("kernel")!.text;
    return `${times.toFixed(1)}-fold for ${SYMBOLS[operation]}`;
  });
  return `From 1 to 10 million digits, the kernel's time grows ${ratios.join(", ")}.`;
}

const SYMBOLS: Readonly<Record<string, string>> = { factorial: "n!", fibonacci: "F(n)", pow: "3ⁿ" };

function notation({ operation, arguments: [first, second] }: Measured["question"]): string {
  if (operation === "factorial") return `${first}!`;
  return operation === "fibonacci" ? `F(${first})` : `${first}^${second}`;
}

function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  const [value, unit] = seconds < 1e-3
    ? [seconds * 1e6, "µs"]
    : seconds < 1
    ? [seconds * 1e3, "ms"]
    : [seconds, "s"];
  return `${value.toPrecision(3)} ${unit}`;
}
