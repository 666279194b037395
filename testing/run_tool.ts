export interface RunToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program and returns its output; throws with the output if it fails. */
export async function runTool(
  path: string,
  args: readonly string[],
  options: RunToolOptions = {},
): Promise<string> {
  const command = new Deno.Command(path, { args: [...args], ...options });
  const { success, code, stdout, stderr } = await command.output();
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return output!;
  throw new Error(`${path} ${args.join(" ")} ended with ${code}:\n${output}${errors}`);
}
