import { runTool } from "./run_tool.ts";

/** Installs the newest versions of Python packages and returns the directory of their programs. */
export async function createPythonEnvironment(
  directory: string,
  packages: readonly string[],
): Promise<string> {
  await runTool("python3", ["-m", "venv", directory]);
  const programs = `${directory}/bin`;
  await runTool(`${programs}/pip`, ["install", "--quiet", "--upgrade", ...packages]);
  return programs;
}
