/**
 * Gives every test a time limit. `deno test --preload` loads this module before each test file.
 * A test may set `timeout` itself, and TEST_TIME_LIMIT, in seconds, replaces the limits below.
 */
const LIMIT_SECONDS = 60;

/** Tests that start programs, browsers and servers. */
const LONG_LIMIT_SECONDS = 300;
const LONG =
  /\/tests\/(abuse|binary|browser|clients|commands|isolation|oracle|schemathesis|services)\//;

/** Property of a test function that sets the location which Deno reports for the test. */
const LOCATION = Symbol.for("Deno.test.location");

type Register = (test: Deno.TestDefinition) => void;

/** Accepts every form of `Deno.test()` and adds the limit. */
function withTimeLimit(register: Register) {
  return (...args: readonly unknown[]): void => {
    const parts = args.map((arg) =>
      typeof arg === "string" ? { name: arg } : typeof arg === "function" ? { fn: arg } : arg
    );
    const test: Deno.TestDefinition = Object.assign({}, ...parts);
    const location = callerLocation();
    const fn = (t: Deno.TestContext) => test.fn(t);
    register({
      timeout: limitMs(location),
      ...test,
      name: test.name ?? test.fn.name,
      fn: Object.assign(fn, { [LOCATION]: location }),
    });
  };
}

function limitMs(location: string): number {
  const seconds = LONG.test(location) ? LONG_LIMIT_SECONDS : LIMIT_SECONDS;
  return 1_000 * Number(Deno.env.get("TEST_TIME_LIMIT") ?? seconds);
}

/** URL, line and column in the test file, or else of the first stack frame outside this module. */
function callerLocation(): string {
  const frames = new Error().stack!.matchAll(/\(?((?:file|https?):\/\/[^\s()]+:\d+:\d+)\)?$/gm);
  const callers = [...frames].map(([, location]) => location!)
    .filter((location) => !location.startsWith(import.meta.url));
  const location = callers.find((caller) => /_test\.ts:\d+:\d+$/.test(caller)) ?? callers[0];
  if (location === undefined) throw new Error("Cannot find the test file on the stack");
  return location;
}

const { test } = Deno;
const only = withTimeLimit(test.only);
Object.assign(Deno, { test: Object.assign(withTimeLimit(test), test, { only }) });
