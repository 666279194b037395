import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { createPythonEnvironment } from "../../testing/python_environment.ts";
import { runTool, type RunToolOptions } from "../../testing/run_tool.ts";

const GENERATOR = "org.openapitools:openapi-generator-cli:7.17.0";
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
const OAPI_CODEGEN = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@latest";
const PYTHON_PACKAGES = ["openapi-python-client", "datamodel-code-generator"];

/** Libraries that the client of openapi-generator needs. */
const PYTHON_LIBRARIES = ["python-dateutil", "pydantic", "typing-extensions", "urllib3"];
const NODE_PACKAGES = [
  "@redocly/cli",
  "@stoplight/spectral-cli",
  "@types/node",
  "openapi-fetch",
  "openapi-typescript",
  "typescript@5",
];
const FACTORIAL_OF_20 = "2432902008176640000";

Deno.test("linters accept the document, and generated clients build and run", async (t) => {
  await using program = await startProgram({ form: "source" });
  await using directory = await makeDirectory();
  const home = directory.path;
  const { token } = await program.newUser();
  const env = { ADDRESS: program.address, TOKEN: token };
  const document = `${home}/openapi.json`;
  await Deno.writeTextFile(document, await (await program.get("/openapi.json")).text());

  await testWithNode(t, { home, document, env });
  await testWithPython(t, { home, document, env });
  await testOpenApiGenerator(t, { home, document, env });
  await testWithGo(t, { home, document, env });
});

interface Setting {
  readonly home: string;
  readonly document: string;
  /** Address of the service and a token, for the programs that use the clients. */
  readonly env: { readonly ADDRESS: Program["address"]; readonly TOKEN: string };
}

async function testWithNode(t: Deno.TestContext, { home, document, env }: Setting): Promise<void> {
  const cwd = `${home}/node`;
  await Deno.mkdir(cwd);
  await Deno.writeTextFile(`${cwd}/package.json`, '{"type":"module"}');
  await Deno.writeTextFile(`${cwd}/.spectral.yaml`, 'extends: ["spectral:oas"]\n');
  await runTool("npm", ["install", "--no-audit", "--no-fund", ...NODE_PACKAGES], { cwd });
  const tool = (name: string) => `${cwd}/node_modules/.bin/${name}`;

  await t.step("Spectral has neither errors nor warnings", async () => {
    await runTool(tool("spectral"), ["lint", document, "--fail-severity=hint"], { cwd });
  });
  await t.step("Redocly has neither errors nor warnings", async () => {
    const report = await runTool(tool("redocly"), ["lint", document, "--format=json"], { cwd });
    assert.deepEqual(JSON.parse(report.slice(report.indexOf("{"))).problems, []);
  });
  await t.step("openapi-typescript", async () => {
    await runTool(tool("openapi-typescript"), [document, "-o", `${cwd}/schema.d.ts`]);
    await Deno.copyFile(source("typescript/main.mts.txt"), `${cwd}/main.mts`);
    const flags = ["--strict", "--skipLibCheck", "--target", "esnext", "--module", "nodenext"];
    await runTool(tool("tsc"), [...flags, "main.mts"], { cwd });
    await expectFactorial("node", ["main.mjs"], { cwd, env });
  });
}

async function testWithPython(
  t: Deno.TestContext,
  { home, document, env }: Setting,
): Promise<void> {
  const programs = await createPythonEnvironment(`${home}/python`, PYTHON_PACKAGES);

  await t.step("openapi-python-client", async () => {
    const cwd = `${home}/openapi_python_client`;
    await Deno.mkdir(cwd);
    const options = ["--meta=none", `--output-path=${cwd}/mathclient`];
    await runTool(`${programs}/openapi-python-client`, [
      "generate",
      `--path=${document}`,
      ...options,
    ], { cwd });
    await expectFactorial(`${programs}/python`, [source("python/openapi_python_client.py")], {
      env: { ...env, PYTHONPATH: cwd },
    });
  });

  await t.step("datamodel-codegen", async () => {
    const cwd = `${home}/datamodel_codegen`;
    await Deno.mkdir(cwd);
    await runTool(`${programs}/datamodel-codegen`, [
      `--input=${document}`,
      "--input-file-type=openapi",
      "--output-model-type=pydantic_v2.BaseModel",
      `--output=${cwd}/models.py`,
    ]);
    await expectFactorial(`${programs}/python`, [source("python/datamodel_codegen.py")], {
      env: { ...env, PYTHONPATH: cwd },
    });
  });
}

async function testOpenApiGenerator(
  t: Deno.TestContext,
  { home, document, env }: Setting,
): Promise<void> {
  const [, artifact, version] = GENERATOR.split(":");
  const jar = `${home}/${artifact}-${version}.jar`;
  const target = [`-Dartifact=${GENERATOR}`, `-DoutputDirectory=${home}`];
  await runTool("mvn", ["--batch-mode", "--quiet", COPY, ...target]);
  const generate = (language: string, packageName: string, output: string) =>
    runTool("java", [
      "-jar",
      jar,
      "generate",
      `--input-spec=${document}`,
      `--generator-name=${language}`,
      `--output=${output}`,
      `--additional-properties=packageName=${packageName}`,
    ]);

  await t.step("openapi-generator for Go", async () => {
    const cwd = `${home}/go`;
    await generate("go", "mathcalculator", cwd);
    await Deno.remove(`${cwd}/test`, { recursive: true });
    await expectFactorialInGo("go/openapi_generator.go", { cwd, env });
  });

  await t.step("openapi-generator for Python", async () => {
    const cwd = `${home}/openapi_generator`;
    await generate("python", "mathclient", cwd);
    const programs = await createPythonEnvironment(`${home}/generated`, PYTHON_LIBRARIES);
    await expectFactorial(`${programs}/python`, [source("python/openapi_generator.py")], {
      env: { ...env, PYTHONPATH: cwd },
    });
  });
}

async function testWithGo(t: Deno.TestContext, { home, document, env }: Setting): Promise<void> {
  const cwd = `${home}/oapi_codegen`;
  await Deno.mkdir(`${cwd}/api`, { recursive: true });
  await runTool("go", ["install", OAPI_CODEGEN], { env: { GOBIN: home } });

  await t.step("oapi-codegen", async () => {
    const options = ["-generate=types,client", "-package=api", "-o=api/api.go"];
    await runTool(`${home}/oapi-codegen`, [...options, document], { cwd });
    await runTool("go", ["mod", "init", "client"], { cwd });
    await expectFactorialInGo("go/oapi_codegen.go", { cwd, env });
  });
}

/** Builds a program in the Go module that contains the client. */
async function expectFactorialInGo(
  program: string,
  { cwd, env }: { readonly cwd: string; readonly env: Setting["env"] },
): Promise<void> {
  await Deno.mkdir(`${cwd}/cmd`);
  await Deno.copyFile(source(program), `${cwd}/cmd/main.go`);
  await runTool("go", ["mod", "tidy"], { cwd });
  await runTool("go", ["build", "-o", "factorial", "./cmd"], { cwd });
  await expectFactorial(`${cwd}/factorial`, [], { env: { ...env } });
}

async function expectFactorial(
  path: string,
  args: readonly string[],
  options: RunToolOptions,
): Promise<void> {
  assert.equal((await runTool(path, args, options)).trim(), FACTORIAL_OF_20);
}

/** The path of a program that uses a client. */
function source(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
