import assert from "node:assert/strict";
import { temporaryDirectory } from "../run.ts";
import { hasTerminal, runAtTerminal } from "../terminal.ts";

const PASSWORD = "correct horse battery";
const CREATE = ["user", "create", "ada"];

Deno.test({
  name: "a password is prompted for twice at a terminal and never echoed",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [
      ["Password for ada: ", `${PASSWORD}?\x7f\r`],
      ["Repeat the password: ", `${PASSWORD}\r`],
    ]);
    assert.equal(screen, "Password for ada: \nRepeat the password: \nCreated the user ada\n");
    assert.equal(code, 0);
  },
});

Deno.test({
  name: "passwords that differ create no account",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [
      ["Password for ada: ", `${PASSWORD}\r`],
      ["Repeat the password: ", `${PASSWORD}!\r`],
    ]);
    assert.match(screen, /\nmathcalculator: The passwords do not match\n/);
    assert.ok(!screen.includes(PASSWORD));
    assert.equal(code, 2);
  },
});

Deno.test({
  name: "the keys that edit a line edit a password, and other control keys add nothing to it",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [
      ["Password for ada: ", `wrong\x15${PASSWORD}ab\x08\x7f\x01\t\x1a\x1b[D\x1bOH\x1b[3~\r`],
      ["Repeat the password: ", `${PASSWORD}\x04`],
    ]);
    assert.equal(screen, "Password for ada: \nRepeat the password: \nCreated the user ada\n");
    assert.equal(code, 0);
  },
});

Deno.test({
  name: "Ctrl-C at the password prompt creates no account and exits with code 130",
  ignore: !hasTerminal,
  fn: async () => {
    const { code, screen } = await runAtTerminal(CREATE, [["Password for ada: ", "corr\x03"]]);
    assert.equal(screen, "Password for ada: \n");
    assert.equal(code, 130);
  },
});

Deno.test({
  name: "serve prints a greeting on a terminal and stops on Ctrl-C",
  ignore: !hasTerminal,
  fn: async () => {
    const cases = [
      [[], /\nCreate an account at http:\/\/127\.0\.0\.1:\d+\/signup\n/],
      [["--demo"], /\nSign in as "admin" with the password "password"\.\n/],
    ] as const;
    for (const [flags, advice] of cases) {
      const args = ["serve", "--port", "0", ...flags];
      const { code, screen } = await runAtTerminal(args, [["Press Ctrl-C to stop.", "\x03"]]);
      assert.match(screen, /^MathCalculator is running at http:\/\/127\.0\.0\.1:\d+$/m);
      assert.match(screen, advice);
      assert.match(screen, /^\d\d:\d\d:\d\d\.\d{3} INFO {2}stopped$/m);
      assert.equal(code, 0);
    }
  },
});

/** The text that draws a bar, and the text that removes it. */
const BAR = /\r\[[#-]{30}\] +\d+ %, \d+ (min \d+ )?s left */g;
const CLEARED = /^\r {40,}\r/;

Deno.test({
  name: "calc draws a progress bar on the terminal, and prints only the digits to standard output",
  ignore: !hasTerminal,
  fn: async () => {
    using directory = temporaryDirectory();
    const stdout = `${directory.path}/digits`;
    const { code, screen } = await runAtTerminal(["calc", "pow", "2", "99999"], [], { stdout });
    assert.ok(BAR.test(screen), JSON.stringify(screen));
    assert.match(screen.replace(BAR, ""), new RegExp(`${CLEARED.source}$`));
    assert.equal(await Deno.readTextFile(stdout), `${1n << 99_999n}\n`);
    assert.equal(code, 0);
  },
});

Deno.test({
  name: "Ctrl-C stops calc at once, removes the bar and exits with code 130",
  ignore: !hasTerminal,
  fn: async () => {
    const env = { MAX_DIGITS: "300000000", TIME_LIMIT: "600s" };
    const args = ["calc", "factorial", "20000000"];
    const { code, screen } = await runAtTerminal(args, [["s left", "\x03"]], { env });
    assert.match(screen.replace(BAR, "").replace("^C", ""), new RegExp(`${CLEARED.source}$`));
    assert.equal(code, 130);
  },
});
