import type { Progress } from "../../domain/ports.ts";

const REDRAW_EVERY_MS = 100;
const CELLS = 30;

/** A one-line progress bar in the terminal. */
export interface ProgressBar {
  /** Shows the bar and redraws it until `clear`. */
  follow(progress: () => Progress): void;
  /** Removes the bar. */
  clear(): void;
}

/** Writes to standard error if it is a terminal, otherwise nowhere. */
export function createProgressBar(terminal: typeof Deno.stderr = Deno.stderr): ProgressBar {
  let timer: ReturnType<typeof setInterval> | undefined;
  let shown = "";

  /** Overwrites the previous line with spaces: not every terminal supports erasing. */
  function show(line: string): void {
    const rest = " ".repeat(Math.max(0, shown.length - line.length));
    terminal.writeSync(new TextEncoder().encode(`\r${line}${rest}${line === "" ? "\r" : ""}`));
    shown = line;
  }

  return {
    follow: (progress) => {
      if (!terminal.isTerminal()) return;
      const draw = () => show(progressLine(progress()));
      draw();
      timer = setInterval(draw, REDRAW_EVERY_MS);
    },
    clear: () => {
      clearInterval(timer);
      if (shown !== "") show("");
    },
  };
}

export function progressLine({ fraction, secondsLeft }: Progress): string {
  const bar = "#".repeat(Math.floor(fraction * CELLS)).padEnd(CELLS, "-");
  const percent = String(Math.floor(fraction * 100)).padStart(3);
  return `[${bar}] ${percent} %, ${duration(secondsLeft)} left`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
