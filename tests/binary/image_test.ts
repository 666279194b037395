import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { denoEnvironment, programCommand, PROJECT } from "../../testing/program_command.ts";

/** Programs that `denow` runs when the pinned Deno is on the PATH. */
const PROGRAMS = ["dirname", "sed", "sh"];

/** Libraries of Debian's libc6 and libgcc-s1, which every Debian image contains. */
const LIBRARIES = new Set([
  "ld-linux-x86-64.so.2",
  "ld-linux-aarch64.so.1",
  "libc.so.6",
  "libdl.so.2",
  "libgcc_s.so.1",
  "libm.so.6",
  "libpthread.so.0",
  "librt.so.1",
]);

Deno.test("the image is built with the pinned Deno and runs as an unprivileged user", async () => {
  const dockerfile = await Deno.readTextFile(`${PROJECT}Dockerfile`);
  const version = /^version=(.+)$/m.exec(await Deno.readTextFile(`${PROJECT}denow`))![1]!;
  const stages = [...dockerfile.matchAll(/^FROM (?:--platform=\S+ )?(\S+)/gm)].map(([, image]) =>
    image
  );
  assert.equal(stages[0], `denoland/deno:${version}`);
  for (const image of stages) assert.match(image!, /:\d+\.\d+/);
  assert.match(dockerfile, /^USER [1-9]\d*:[1-9]\d*$/m);
});

Deno.test("the files that .dockerignore includes are enough to compile", async () => {
  await using directory = await makeDirectory();
  const source = `${directory.path}/source`;
  await Deno.mkdir(source);
  for (const name of await namesOfContext()) copy(`${PROJECT}${name}`, `${source}/${name}`);
  const path = await onlyPrograms(`${directory.path}/bin`);

  const built = await new Deno.Command(`${source}/denow`, {
    args: ["task", "compile"],
    cwd: source,
    clearEnv: true,
    env: { ...denoEnvironment(), PATH: path },
  }).output();
  assert.ok(built.success, new TextDecoder().decode(built.stderr));
  const ran = await new Deno.Command(`${source}/dist/mathcalculator`, {
    args: ["calc", "factorial", "20"],
    clearEnv: true,
  }).output();
  assert.equal(new TextDecoder().decode(ran.stdout), "2432902008176640000\n");
});

Deno.test({
  name: "the image has every library that the compiled program needs",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const { path } = programCommand("compiled");
    const { stdout } = await new Deno.Command("ldd", { args: [path] }).output();
    const libraries = new TextDecoder().decode(stdout).trimEnd().split("\n")
      .map((line) => line.trim().split(" ")[0]!.split("/").at(-1)!)
      .filter((name) => !name.startsWith("linux-vdso"));
    assert.ok(libraries.includes("libc.so.6"));
    assert.deepEqual(libraries.filter((name) => !LIBRARIES.has(name)), []);
  },
});

/** Entries of the root directory that `docker build` can copy. */
async function namesOfContext(): Promise<string[]> {
  const lines = (await Deno.readTextFile(`${PROJECT}.dockerignore`)).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  assert.equal(lines[0], "*");
  return lines.slice(1).map((line) => {
    assert.match(line, /^![\w.]+$/);
    return line.slice(1);
  });
}

function copy(from: string, to: string): void {
  if (!Deno.statSync(from).isDirectory) return Deno.copyFileSync(from, to);
  Deno.mkdirSync(to);
  for (const { name } of Deno.readDirSync(from)) copy(`${from}/${name}`, `${to}/${name}`);
}

/** A directory for the PATH with Deno and basic programs of Debian. */
async function onlyPrograms(directory: string): Promise<string> {
  await Deno.mkdir(directory);
  await Deno.symlink(Deno.execPath(), `${directory}/deno`);
  for (const name of PROGRAMS) await Deno.symlink(`/bin/${name}`, `${directory}/${name}`);
  return directory;
}
