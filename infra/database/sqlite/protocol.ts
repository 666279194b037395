/** One SQL statement for a database isolate. */
export interface StatementRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type StatementReply =
  | {
    readonly id: number;
    readonly rows: Record<string, unknown>[];
    readonly changes: number;
  }
  | { readonly id: number; readonly error: string };

/** What a database isolate is started with. */
export interface DatabaseStart {
  /** Path of the database file. */
  readonly path: string;
  readonly readOnly: boolean;
  readonly port: MessagePort;
}
