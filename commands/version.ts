import { PROCESS_PERMISSIONS } from "../composition/permissions.ts";
import { permissionFlags } from "../infra/isolates/permissions.ts";
import { VERSION } from "../infra/version.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print } from "./shared/command.ts";

export function version(args: readonly string[]): Promise<ExitCode> {
  readArguments(args, { version: { type: "boolean" } });
  print(`mathcalculator ${VERSION} (Deno ${Deno.version.deno}, V8 ${Deno.version.v8})`);
  print("Permissions at startup, revoked once the isolates have started:");
  for (const flag of permissionFlags(PROCESS_PERMISSIONS)) {
    print(`  ${flag.replaceAll(",", ", ")}`);
  }
  return Promise.resolve(EXIT.ok);
}
