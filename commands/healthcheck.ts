import { errorText } from "../domain/error_text.ts";
import { loadConfig } from "../infra/config/load_config.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print } from "./shared/command.ts";

const TIME_LIMIT_MS = 3_000;
/** Loopback addresses for reaching a server that listens on all interfaces. */
const LOOPBACK_FOR: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

export async function healthcheck(args: readonly string[]): Promise<ExitCode> {
  readArguments(args, {});
  const { host, port } = loadConfig();
  const name = LOOPBACK_FOR[host] ?? (host.includes(":") ? `[${host}]` : host);
  try {
    const response = await fetch(`http://${name}:${port}/health/ready`, {
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    print(await response.text());
    return response.ok ? EXIT.ok : EXIT.failed;
  } catch (error) {
    console.error(`mathcalculator: no response from ${name}:${port}: ${errorText(error)}`);
    return EXIT.failed;
  }
}
