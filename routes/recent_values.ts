/** Values by key. Forgets the ones set the longest ago, and never keeps one with a very long key. */
export interface RecentValues<Value> {
  set(key: string, value: Value): void;
  get(key: string): Value | undefined;
}

export interface RecentValuesOptions {
  readonly maxValues: number;
  /** Longer keys would take too much memory. */
  readonly maxKeyCharacters: number;
}

export function createRecentValues<Value>(
  { maxValues, maxKeyCharacters }: RecentValuesOptions,
): RecentValues<Value> {
  const values = new Map<string, Value>();
  return {
    set(key, value) {
      if (key.length > maxKeyCharacters) return;
      values.delete(key);
      values.set(key, value);
      if (values.size > maxValues) values.delete(values.keys().next().value!);
    },
    get: (key) => values.get(key),
  };
}
