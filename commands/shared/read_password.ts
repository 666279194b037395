import { InterruptedError, UsageError } from "./command.ts";

const CTRL_C = "\x03";
const CTRL_U = "\x15";
const ESCAPE = "\x1b";
/** Keys that end a line: Enter, and Ctrl-D, the end of input. */
const LINE_ENDS = ["\r", "\n", "\x04"];
const BACKSPACES = ["\x7f", "\x08"];

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Prompts for a password without echo, or reads the first line of standard input. Throws an
 * InterruptedError on Ctrl-C.
 */
export async function readPassword(username: string): Promise<string> {
  if (!Deno.stdin.isTerminal()) {
    const [line = ""] = (await new Response(Deno.stdin.readable).text()).split(/\r?\n/);
    return line;
  }
  const password = await prompt(`Password for ${username}: `);
  if (password !== await prompt("Repeat the password: ")) {
    throw new UsageError("The passwords do not match");
  }
  return password;
}

async function prompt(question: string): Promise<string> {
  Deno.stdin.setRaw(true);
  try {
    await write(question);
    let line = "";
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(256);
    for (;;) {
      const count = await Deno.stdin.read(buffer);
      if (count === null) return line;
      const typed = decoder.decode(buffer.subarray(0, count), { stream: true });
      for (const character of withoutKeySequences(typed)) {
        if (LINE_ENDS.includes(character)) return line;
        if (character === CTRL_C) throw new InterruptedError();
        line = edited(line, character);
      }
    }
  } finally {
    Deno.stdin.setRaw(false);
    await write("\n");
  }
}

/** Removes what keys such as the arrows send. */
function withoutKeySequences(typed: string): string {
  return typed.replace(new RegExp(`${ESCAPE}(\\[[0-?]*[ -/]*[@-~]|O[@-~])`, "g"), "");
}

/** The line after a key; keys that neither add nor delete leave it as it is. */
function edited(line: string, key: string): string {
  if (key === CTRL_U) return "";
  if (BACKSPACES.includes(key)) return [...line].slice(0, -1).join("");
  return CONTROL_CHARACTER.test(key) ? line : line + key;
}

async function write(text: string): Promise<void> {
  await Deno.stderr.write(new TextEncoder().encode(text));
}
