/** Absolute path of a file in this folder. */
export function beside(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

/** Runs a program and returns its standard output; rejects if it fails. */
export async function run(
  program: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<string> {
  const output = await new Deno.Command(program, { args, ...options }).output();
  options.signal?.throwIfAborted();
  const text = new TextDecoder().decode(output.stdout);
  if (output.success) return text.trim();
  const messages = text + new TextDecoder().decode(output.stderr);
  throw new Error(`"${program} ${args.join(" ")}" failed:\n${messages}`);
}
