// @ts-types="@types/pg"
import { DatabaseError } from "pg";

/** Read-only server or session: the statement was rejected before it changed anything. */
const READ_ONLY = "25006";

/** SQLSTATE classes: connection exception, insufficient resources, server shutdown. */
const SUSPECT = /^(25006|08...|53...|57P0.)$/;

/** The SQLSTATE of an error reported by the server; undefined for all other errors. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/**
 * Whether an error may outlive its cause on the connection that reported it, and on those opened
 * earlier: after a failover they may still reach the old primary, or a session that began read-only.
 */
export function isSuspectConnection(error: unknown): boolean {
  return SUSPECT.test(sqlState(error) ?? "");
}

/** Whether the statement certainly had no effect, so that it can be repeated elsewhere. */
export function isRepeatable(error: unknown): boolean {
  return sqlState(error) === READ_ONLY;
}
