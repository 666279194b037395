export interface TestDirectory extends AsyncDisposable {
  readonly path: string;
}

/** A new directory that is removed with all that is in it. */
export async function makeDirectory(): Promise<TestDirectory> {
  const path = await Deno.makeTempDir({ prefix: "mathcalculator-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
