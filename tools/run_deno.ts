/** Runs Deno in the root of the repository and returns its output. Throws if it fails. */
export async function runDeno(args: readonly string[]): Promise<string> {
  const cwd = new URL("..", import.meta.url);
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd });
  const { code, stdout, stderr } = await command.output();
  if (code === 0) return new TextDecoder().decode(stdout);
  throw new Error(`"deno ${args[0]}" failed:\n${new TextDecoder().decode(stderr)}`);
}
