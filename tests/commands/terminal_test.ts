import assert from "node:assert/strict";
import { hasTerminal, runAtTerminal } from "./terminal.ts";

const PASSWORD = "correct horse battery";
const CREATE = ["user", "create", "ada"];

Deno.test({
  name: "a password typed at a terminal is asked for twice and never shown",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [
      ["Password for ada: ", `${PASSWORD}?\x7f\r`],
      ["Once more: ", `${PASSWORD}\r`],
    ]);
    assert.equal(screen, "Password for ada: \nOnce more: \nCreated the user ada\n");
    assert.equal(code, 0);
  },
});

Deno.test({
  name: "passwords that differ make no account",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [
      ["Password for ada: ", `${PASSWORD}\r`],
      ["Once more: ", `${PASSWORD}!\r`],
    ]);
    assert.match(screen, /\nmathcalculator: The passwords differ\n/);
    assert.ok(!screen.includes(PASSWORD));
    assert.equal(code, 2);
  },
});

Deno.test({
  name: "Ctrl-C while a password is typed makes no account",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [["Password for ada: ", "corr\x03"]]);
    assert.match(screen, /\nmathcalculator: Stopped\n/);
    assert.ok(!screen.includes("corr"));
    assert.equal(code, 2);
  },
});

Deno.test({
  name: "serve at a terminal says where it is and how to begin, and ends on Ctrl-C",
  ignore: !hasTerminal,
  fn: async () => {
    const cases = [
      [[], /\nMake an account at http:\/\/127\.0\.0\.1:\d+\/signup\n/],
      [["--demo"], /\nThe demonstration account is "admin" with the password "password"\.\n/],
    ] as const;
    for (const [flags, advice] of cases) {
      const args = ["serve", "--port", "0", ...flags];
      const { code, screen } = await runAtTerminal(args, [["Ctrl-C stops it.", "\x03"]]);
      assert.match(screen, /\nMathCalculator is at http:\/\/127\.0\.0\.1:\d+\n/);
      assert.match(screen, advice);
      assert.match(screen, /^\d\d:\d\d:\d\d\.\d{3} INFO {2}stopped$/m);
      assert.equal(code, 0);
    }
  },
});
