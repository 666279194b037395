import type { HttpClient } from "../http_client.ts";

/** The program under attack, with the only user and the only address of the attacker. */
export interface AttackTarget extends HttpClient {
  readonly username: string;
  readonly token: string;
}

/** Something that one user or one address does to the service. */
export interface Attack {
  /** Completes the sentence "Another user does not notice …". */
  readonly name: string;
  /** Maximum number of open files of the program; not limited by default. */
  readonly maxDescriptors?: number;
  /** Maximum median latency of the other user relative to its idle value; not limited by default. */
  readonly maxMedianSlowdown?: number;
  /** What has to exist first, such as entries in the log; not measured. */
  prepare?(target: AttackTarget): Promise<void>;
  /** Attacks until the signal aborts, then closes its connections and resolves. */
  run(target: AttackTarget, until: AbortSignal): Promise<void>;
}
