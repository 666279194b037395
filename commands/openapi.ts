import { OPERATIONS } from "../domain/operations/mod.ts";
import { VERSION } from "../infra/version.ts";
import { openApiDocument } from "../routes/openapi.ts";
import { readArguments } from "./shared/arguments.ts";
import { type Command, EXIT, print } from "./shared/command.ts";

export const openapi: Command = {
  name: "openapi",
  usage: "",
  summary: "Print the OpenAPI document",
  run(args) {
    readArguments(args, {});
    print(
      JSON.stringify(
        openApiDocument(OPERATIONS, { version: VERSION, publicUrl: undefined }),
        null,
        2,
      ),
    );
    return Promise.resolve(EXIT.ok);
  },
};
