import { PermanentError } from "./permanent_error.ts";

/** An item that is refused by itself. */
export interface PoisonItem<Item> {
  readonly item: Item;
  readonly reason: PermanentError;
}

/**
 * Writes items together; those that are refused, in halves, until only the culprits are left, which
 * are returned. Throws any other error, though some items may have been written.
 */
export async function writeBisecting<Item>(
  items: readonly Item[],
  write: (items: readonly Item[]) => Promise<void>,
): Promise<PoisonItem<Item>[]> {
  try {
    await write(items);
    return [];
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    if (items.length === 1) return [{ item: items[0]!, reason: error }];
  }
  const middle = items.length >> 1;
  const before = await writeBisecting(items.slice(0, middle), write);
  return [...before, ...await writeBisecting(items.slice(middle), write)];
}
