import { PermanentError } from "./permanent_error.ts";

/** An item that is rejected even when it is written alone. */
export interface PoisonItem<Item> {
  readonly item: Item;
  readonly reason: PermanentError;
}

/**
 * Writes items in one batch. If that throws a PermanentError, bisects the batch until the poison
 * items are isolated, writes all others and returns the poison items. Throws any other error, after
 * which some items may have been written.
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
  const firstHalf = await writeBisecting(items.slice(0, middle), write);
  return [...firstHalf, ...await writeBisecting(items.slice(middle), write)];
}
