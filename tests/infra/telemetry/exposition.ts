import assert from "node:assert/strict";

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = `([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\["\\\\n])*)"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{((?:${LABEL},?)*)\\})? (\\S+)$`);

/**
 * Parses Prometheus' exposition format 0.0.4. Throws an AssertionError if the format is violated, or
 * if a family lacks its help or type or contains samples of another one.
 */
export function parseExposition(text: string): Family[] {
  assert.ok(text.endsWith("\n"));
  const families: (Family & { samples: Sample[] })[] = [];
  let help: RegExpExecArray | undefined;
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const helpLine = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line);
    const typeLine = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(line);
    if (helpLine) help = helpLine;
    else if (typeLine) {
      const [, name = "", type = ""] = typeLine;
      assert.equal(help?.[1], name, `${name} has no help`);
      assert.ok(families.every((family) => family.name !== name), `${name} comes twice`);
      families.push({ name, type, help: help[2]!, samples: [] });
    } else {
      const family = families.at(-1)!;
      const sample = readSample(line);
      const own = family.type === "histogram"
        ? ["_bucket", "_sum", "_count"].map((suffix) => family.name + suffix)
        : [family.name];
      assert.ok(own.includes(sample.name), `${sample.name} within ${family.name}`);
      family.samples.push(sample);
    }
  }
  return families;
}

function readSample(line: string): Sample {
  const parts = SAMPLE.exec(line);
  assert.ok(parts, `Not a sample: ${line}`);
  const labels = [...(parts[2] ?? "").matchAll(new RegExp(LABEL, "g"))]
    .map(([, name, value]) => [name!, value!]);
  const text = parts.at(-1)!;
  const value = text === "+Inf" ? Infinity : Number(text);
  assert.ok(!Number.isNaN(value), line);
  return { name: parts[1]!, labels: Object.fromEntries(labels), value };
}
