import { OPERATIONS } from "../domain/operations/mod.ts";
import { VERSION } from "../infra/version.ts";
import { openApiDocument } from "../routes/openapi.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print } from "./shared/command.ts";

export function openapi(args: readonly string[]): Promise<ExitCode> {
  readArguments(args, {});
  print(
    JSON.stringify(
      openApiDocument(OPERATIONS, { version: VERSION, publicUrl: undefined }),
      null,
      2,
    ),
  );
  return Promise.resolve(EXIT.ok);
}
