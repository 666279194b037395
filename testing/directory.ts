export interface TestDirectory extends AsyncDisposable {
  readonly path: string;
}

/** Creates a temporary directory that is removed with its contents. */
export async function makeDirectory(): Promise<TestDirectory> {
  const path = await Deno.makeTempDir({ prefix: "mathcalculator-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
