import type { Command } from "./shared/command.ts";

/**
 * All commands except help, in the order that it lists them. Each is imported when it runs, because
 * importing the whole program takes longer than most commands.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: "serve",
    usage: "[--host HOST] [--port PORT] [--data-dir DIR] [--demo]",
    summary: "Serve requests until Ctrl-C or SIGTERM (the default command)",
    run: async (args) => (await import("./serve.ts")).serve(args),
  },
  {
    name: "consume",
    usage: "[--host HOST] [--port PORT]",
    summary: "Store the events of the Kafka topic in Postgres until Ctrl-C or SIGTERM",
    run: async (args) => (await import("./consume.ts")).consume(args),
  },
  {
    name: "migrate",
    usage: "",
    summary: "Migrate the database and exit; serve and consume migrate when they start",
    run: async (args) => (await import("./migrate.ts")).migrate(args),
  },
  {
    name: "user",
    usage: "create NAME [--admin] | list | password NAME | role NAME user|admin | " +
      "disable NAME [--undo] | delete NAME | " +
      "key create NAME KEY_NAME [--expires-in 90d] [--scopes calculate,log:read] | " +
      "key list NAME | key revoke NAME KEY_ID",
    summary:
      "Manage accounts and API keys; passwords are prompted for, or read from standard input",
    run: async (args) => (await import("./user.ts")).user(args),
  },
  {
    name: "backup",
    usage: "[--data-dir DIR] FILE",
    summary:
      "Copy the embedded database, also while it is in use, into a new file and check the copy",
    run: async (args) => (await import("./backup.ts")).backup(args),
  },
  {
    name: "restore",
    usage: "[--data-dir DIR] FILE",
    summary: "Check a backup and replace the embedded database by it; the service must be stopped",
    run: async (args) => (await import("./restore.ts")).restore(args),
  },
  {
    name: "calc",
    usage: "[--outline] [--mod M] [--json] OPERATION NUMBER… | EXPRESSION",
    summary: "Print one exact result, without a server, and what describes it on standard error",
    run: async (args) => (await import("./calc.ts")).calc(args),
  },
  {
    name: "healthcheck",
    usage: "",
    summary: "Check the server at the configured address; exit code 0 if it is ready",
    run: async (args) => (await import("./healthcheck.ts")).healthcheck(args),
  },
  {
    name: "config",
    usage: "",
    summary: "Print the settings in effect, with secrets hidden",
    run: async (args) => (await import("./config.ts")).config(args),
  },
  {
    name: "openapi",
    usage: "",
    summary: "Print the OpenAPI document",
    run: async (args) => (await import("./openapi.ts")).openapi(args),
  },
  {
    name: "version",
    usage: "",
    summary: "Print the version and the permissions of the process",
    run: async (args) => (await import("./version.ts")).version(args),
  },
];
