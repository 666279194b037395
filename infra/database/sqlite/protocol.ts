/** A statement sent to a database isolate. */
export interface StatementRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The result of a statement, or the message of SQLite's error. */
export type StatementReply =
  | {
    readonly id: number;
    readonly rows: Record<string, unknown>[];
    readonly changes: number;
  }
  | { readonly id: number; readonly error: string };

/** Start message of a database isolate. */
export interface DatabaseStart {
  /** Path of the database file, created by the writer if missing. */
  readonly path: string;
  readonly readOnly: boolean;
  readonly port: MessagePort;
}
