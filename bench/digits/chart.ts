import type { Measured } from "./measure.ts";

const PANEL = { width: 300, height: 300, left: 56, top: 34, gap: 24 };
const DIGITS = [1e1, 1e7] as const;
const SECONDS = [1e-7, 1e1] as const;
const TITLES = { factorial: "n!", fibonacci: "F(n)", pow: "3ⁿ" };
const COLORS: Readonly<Record<string, string>> = {
  kernel: "#c2410c",
  GMP: "#1d4ed8",
  BigInt: "#15803d",
  CPython: "#7e22ce",
};

/**
 * An SVG of the time to decimal text by digits, both on logarithmic scales, with a panel for each
 * operation.
 */
export function chart(results: readonly Measured[]): string {
  const operations = Object.keys(TITLES) as (keyof typeof TITLES)[];
  const width = PANEL.left + operations.length * (PANEL.width + PANEL.gap);
  const height = PANEL.top + PANEL.height + 70;
  const panels = operations.map((operation, i) =>
    panel(
      TITLES[operation],
      results.filter(({ question }) => question.operation === operation),
      PANEL.left + i * (PANEL.width + PANEL.gap),
    )
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"` +
    ` font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels,
    legend(height - 12),
    "</svg>\n",
  ].join("\n");
}

function panel(title: string, results: readonly Measured[], left: number): string {
  const lines = Object.entries(COLORS).map(([name, color]) => {
    const points = results.flatMap(({ question, times }) => {
      const time = times.get(name);
      return time ? [`${x(question.digits, left)},${y(time.text)}`] : [];
    });
    return `<polyline points="${
      points.join(" ")
    }" fill="none" stroke="${color}" stroke-width="2"/>`;
  });
  const middle = left + PANEL.width / 2;
  return [
    `<text x="${middle}" y="20" text-anchor="middle" font-size="15">${title}</text>`,
    ...grid(left),
    ...lines,
    `<text x="${middle}" y="${PANEL.top + PANEL.height + 34}" text-anchor="middle">digits</text>`,
  ].join("\n");
}

function grid(left: number): string[] {
  const [right, bottom] = [left + PANEL.width, PANEL.top + PANEL.height];
  const columns = decades(DIGITS).map((digits) => {
    const at = x(digits, left);
    return `<path d="M${at} ${PANEL.top}V${bottom}" stroke="#ddd"/>` +
      `<text x="${at}" y="${bottom + 16}" text-anchor="middle">${power(digits)}</text>`;
  });
  const rows = decades(SECONDS).map((seconds) => {
    const at = y(seconds);
    const label = left === PANEL.left
      ? `<text x="${left - 6}" y="${at + 4}" text-anchor="end">${power(seconds)} s</text>`
      : "";
    return `<path d="M${left} ${at}H${right}" stroke="#ddd"/>${label}`;
  });
  return [...columns, ...rows];
}

function legend(bottom: number): string {
  return Object.entries(COLORS).map(([name, color], i) => {
    const left = PANEL.left + i * 110;
    return `<path d="M${left} ${bottom - 4}h24" stroke="${color}" stroke-width="2"/>` +
      `<text x="${left + 30}" y="${bottom}">${name}</text>`;
  }).join("\n");
}

function x(digits: number, left: number): number {
  return Math.round(left + PANEL.width * position(digits, DIGITS));
}

function y(seconds: number): number {
  return Math.round(PANEL.top + PANEL.height * (1 - position(seconds, SECONDS)));
}

function position(value: number, [low, high]: readonly [number, number]): number {
  return Math.log(value / low) / Math.log(high / low);
}

function decades([low, high]: readonly [number, number]): number[] {
  const [from, to] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

function power(value: number): string {
  const exponent = String(Math.round(Math.log10(value)));
  return `10<tspan dy="-4" font-size="9">${exponent.replace("-", "−")}</tspan>`;
}
