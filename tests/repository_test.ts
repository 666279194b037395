import assert from "node:assert/strict";
import { parse } from "yaml";
import project from "../deno.json" with { type: "json" };
import { billOfMaterials } from "../tools/sbom.ts";
import { walk } from "../tools/walk.ts";

const ROOT = new URL("../", import.meta.url).pathname;
const WORKFLOWS = walk(`${ROOT}.github/workflows`, /\.yml$/);

for (const path of WORKFLOWS) {
  const name = path.slice(ROOT.length);

  Deno.test(`${name} pins actions by commit and limits its permissions`, () => {
    const text = Deno.readTextFileSync(path);
    const actions = [...text.matchAll(/uses: (.+)$/gm)].map(([, action]) => action!);
    assert.ok(actions.length > 0);
    for (const action of actions) assert.match(action, /^\.\/|@[0-9a-f]{40} # v\d/);
    const { permissions, jobs } = parse(text);
    assert.ok(permissions, "Without permissions at the top, jobs get those of the repository");
    for (const job of Object.values<{ permissions?: object }>(jobs)) {
      assert.ok(job.permissions ?? permissions.contents === "read");
    }
  });
}

Deno.test("compose.test.yml has the images of docker-compose.yml and the ports that CI uses", () => {
  const [own, whole] = ["compose.test.yml", "docker-compose.yml"].map((name) =>
    parse(Deno.readTextFileSync(ROOT + name), { merge: true }).services
  );
  const { env } = parse(Deno.readTextFileSync(`${ROOT}.github/workflows/ci.yml`)).jobs.verify;
  const addresses = Object.values<string>(env).join(" ");
  const contributing = Deno.readTextFileSync(`${ROOT}CONTRIBUTING.md`);
  for (const name of ["postgres", "redis", "kafka"]) {
    assert.equal(own[name].image, whole[name].image);
    const [address] = /127\.0\.0\.1:\d+/.exec(own[name].ports[0]) ?? [];
    assert.ok(addresses.includes(address!), name);
  }
  for (const [name, value] of Object.entries(env)) {
    assert.ok(contributing.includes(`${name}=${value}`), name);
  }
});

Deno.test("the bill of materials separates the program from its tests, with hashes", () => {
  const { components, dependencies, metadata } = billOfMaterials();
  assert.equal(metadata.component.version, project.version);
  const scopeOf = (name: string) => components.find((component) => component.name === name)?.scope;
  assert.equal(scopeOf("hono"), "required");
  assert.equal(scopeOf("pg-protocol"), "required");
  assert.equal(scopeOf("fast-check"), "excluded");
  for (const { purl, hashes } of components) {
    assert.match(hashes[0]!.content, /^[0-9a-f]{128}$/, purl);
  }
  const refs = new Set(components.map((component) => component["bom-ref"]));
  const missing = dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) =>
    !refs.has(ref)
  );
  assert.deepEqual(missing, []);
});
