import { backup } from "./backup.ts";
import { calc } from "./calc.ts";
import { config } from "./config.ts";
import { consume } from "./consume.ts";
import { healthcheck } from "./healthcheck.ts";
import { migrate } from "./migrate.ts";
import { openapi } from "./openapi.ts";
import { restore } from "./restore.ts";
import { serve } from "./serve.ts";
import type { Command } from "./shared/command.ts";
import { user } from "./user.ts";
import { version } from "./version.ts";

/** All commands except help, in the order that it lists them. */
export const COMMANDS: readonly Command[] = [
  serve,
  consume,
  migrate,
  user,
  backup,
  restore,
  calc,
  healthcheck,
  config,
  openapi,
  version,
];
