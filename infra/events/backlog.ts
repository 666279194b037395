/** Entries that are not published yet. */
export interface Backlog {
  /** Their number, at most 100,000. */
  readonly entries: number;
  /** When the oldest of them was created, in milliseconds since 1970; undefined without entries. */
  readonly oldest: number | undefined;
}
