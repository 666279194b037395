import assert from "node:assert/strict";
import { PROCESS_PERMISSIONS } from "../../../composition/permissions.ts";
import { ATTEMPTS } from "./attempts.ts";
import { DUTIES } from "./duties.ts";
import type { ProbeOrder, ProbeResult } from "./probe_main.ts";
import type { Table } from "./table.ts";
import { createTargets } from "./targets.ts";

/** Outcomes by kind and name that differ from the expected one. */
export type Exceptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Statements of SQLite that Deno refuses without `--allow-all`. */
const NEEDS_EVERYTHING = {
  read: { "SQLite's attach": "refused" },
  write: { "SQLite's vacuum into": "refused" },
};

/** Runs a probe with the permissions of the program and checks its results. */
export async function assertIsolated(
  t: Deno.TestContext,
  runProbe: (order: ProbeOrder) => Promise<ProbeResult>,
  gaps: Exceptions = {},
): Promise<void> {
  await using targets = await createTargets();
  const result = await runProbe({ ...targets, everything: PROCESS_PERMISSIONS });
  const refused = everyAttempt("refused", gaps);

  for (const [name, { forbidden, duties }] of Object.entries(result.isolates)) {
    await t.step(`the ${name} isolate can do its work`, () => {
      const names = Object.keys(DUTIES[name as keyof typeof DUTIES]);
      assert.deepEqual(duties, Object.fromEntries(names.map((duty) => [duty, "done"])));
    });
    await t.step(`the ${name} isolate can do nothing else`, () => {
      assert.deepEqual(forbidden, refused);
    });
  }
  await t.step("the main isolate can do nothing once it has started the others", () => {
    assert.deepEqual(result.main, refused);
  });
  await t.step("an isolate with the permissions of the process can use them", () => {
    const { net, read, write, env } = result.unrestricted.forbidden;
    const done = everyAttempt("done", NEEDS_EVERYTHING);
    const held = { net: done.net, read: done.read, write: done.write, env: done.env };
    assert.deepEqual({ net, read, write, env }, held);
  });
}

/** A table in which all attempts have one outcome, apart from the exceptions. */
export function everyAttempt(outcome: string, exceptions: Exceptions = {}): Table {
  return Object.fromEntries(
    Object.entries(ATTEMPTS).map(([kind, attempts]) => {
      const outcomes = Object.fromEntries(Object.keys(attempts).map((name) => [name, outcome]));
      return [kind, { ...outcomes, ...exceptions[kind] }];
    }),
  );
}

/** Runs a probe and parses the result that it prints. */
export async function resultOf(command: Deno.Command): Promise<ProbeResult> {
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}
