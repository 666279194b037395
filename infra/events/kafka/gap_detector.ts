import type { DeletedEvents } from "../event_topic.ts";

/** Next offset of each partition. */
export type Offsets = ReadonlyMap<number, bigint>;

/** Reads offsets of the topic. Methods throw while the brokers do not respond. */
export interface OffsetSource {
  /** Where the group continues; without the partitions in which it has committed nothing. */
  committed(): Promise<Offsets>;
  /** The oldest offsets that the brokers still have. */
  oldest(): Promise<Offsets>;
}

export interface GapDetectorOptions {
  readonly offsets: OffsetSource;
  readonly onDeleted: (deleted: DeletedEvents) => void;
}

/** Notices events that the brokers have deleted before a member of the group has read them. */
export interface GapDetector {
  /** Reads where the group continues; must be called before joining it. Never rejects. */
  start(): Promise<void>;
  /** The member has joined the group, or joined it again, with these partitions. */
  onAssigned(partitions: readonly number[]): void;
  /** Reports the deleted events before the first event of a batch. Never rejects. */
  check(partition: number, first: bigint): Promise<void>;
  /** The events before an offset have been handled. */
  onHandled(partition: number, next: bigint): void;
}

export function createGapDetector({ offsets, onDeleted }: GapDetectorOptions): GapDetector {
  const positions = new Map<number, bigint>();
  let assigned: ReadonlySet<number> | undefined;
  let reading = Promise.resolve();

  /** Without committed offsets, gaps before the first batch go unnoticed. */
  function readPositions(): void {
    reading = offsets.committed().then((committed) => {
      for (const [partition, next] of committed) {
        if (!positions.has(partition)) positions.set(partition, next);
      }
    }, () => {});
  }

  function onAssigned(partitions: readonly number[]): void {
    const before = assigned;
    assigned = new Set(partitions);
    if (!before) return;
    // Other members may have handled events of the partitions that are new.
    for (const partition of positions.keys()) {
      if (!before.has(partition)) positions.delete(partition);
    }
    if (partitions.some((partition) => !before.has(partition))) readPositions();
  }

  async function check(partition: number, first: bigint): Promise<void> {
    await reading;
    const next = positions.get(partition);
    if (next === undefined || first <= next) return;
    // Markers of transactions have offsets, too: only what is older than the oldest event is deleted.
    const oldest = await offsets.oldest().catch(() => new Map<number, bigint>());
    const end = oldest.get(partition) ?? first;
    const last = (end < first ? end : first) - 1n;
    if (last < next) return;
    positions.set(partition, first);
    const events = Number(last - next + 1n);
    onDeleted({ partition, first: next.toString(), last: last.toString(), events });
  }

  return {
    start: () => {
      readPositions();
      return reading;
    },
    onAssigned,
    check,
    onHandled: (partition, next) => void positions.set(partition, next),
  };
}
