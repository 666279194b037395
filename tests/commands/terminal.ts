import assert from "node:assert/strict";
import { denoEnvironment, programCommand } from "../../testing/program_command.ts";
import { coverageEnvironment, temporaryDirectory } from "./run.ts";

/** Whether the program `script`, which runs another one on a terminal, is installed. */
export const hasTerminal: boolean = await new Deno.Command("script", { args: ["--version"] })
  .output().then(({ success }) => success, () => false);

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A file for standard output; the terminal by default. */
  readonly stdout?: string;
}

/**
 * Runs a command of the program on a terminal, and types each text when its prompt appears. Returns
 * everything that was displayed.
 */
export async function runAtTerminal(
  args: readonly string[],
  typed: readonly (readonly [prompt: string, text: string])[],
  { env = {}, stdout }: TerminalOptions = {},
): Promise<{ readonly code: number; readonly screen: string }> {
  using directory = temporaryDirectory();
  const program = programCommand("bundled");
  const words = [program.path, ...program.args, ...args].map((word) => `'${word}'`);
  const redirection = stdout === undefined ? "" : ` >'${stdout}'`;
  const child = new Deno.Command("script", {
    args: [
      "--quiet",
      "--return",
      "--command",
      `exec ${words.join(" ")}${redirection}`,
      "/dev/null",
    ],
    clearEnv: true,
    env: {
      ...denoEnvironment(),
      ...coverageEnvironment(),
      DATA_DIR: directory.path,
      NO_COLOR: "1",
      PATH: "/usr/bin:/bin",
      ...env,
    },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const keyboard = child.stdin.getWriter();
  const left = [...typed];
  let screen = "";
  let seen = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    screen += text;
    const next = left[0];
    if (!next || !screen.slice(seen).includes(next[0])) continue;
    seen = screen.length;
    left.shift();
    await keyboard.write(new TextEncoder().encode(next[1]));
  }
  await keyboard.close().catch(() => {});
  assert.deepEqual(left, [], screen);
  return { code: (await child.status).code, screen: screen.replaceAll("\r\n", "\n") };
}
