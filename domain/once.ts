/** Returns a function that creates a value when it is first called. */
export function once<Value>(create: () => Value): () => Value {
  let value: Value | undefined;
  return () => value ??= create();
}
