import { UsageError } from "./command.ts";

const CTRL_C = "\x03";
const BACKSPACE = "\x7f";

/** Prompts for a password without echo, or reads the first line of standard input. */
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
      for (const character of decoder.decode(buffer.subarray(0, count), { stream: true })) {
        if (character === "\r" || character === "\n") return line;
        if (character === CTRL_C) throw new UsageError("Interrupted");
        line = character === BACKSPACE ? [...line].slice(0, -1).join("") : line + character;
      }
    }
  } finally {
    Deno.stdin.setRaw(false);
    await write("\n");
  }
}

async function write(text: string): Promise<void> {
  await Deno.stderr.write(new TextEncoder().encode(text));
}
