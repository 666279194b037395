/** Compiles a program without statements into a directory and returns its path. */
export async function compileEmpty(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const [source, output] = [`${directory}/empty.ts`, `${directory}/empty`];
  await Deno.writeTextFile(source, "export {};\n");
  const args = ["compile", "--quiet", "--no-code-cache", "--output", output, source];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return output;
}
