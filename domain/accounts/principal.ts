import type { Role, Session } from "./types.ts";

/** Permissions of a credential. */
export const SCOPES = ["calculate", "log:read", "account"] as const;
export type Scope = typeof SCOPES[number];

/** The session that authenticated a principal. */
export interface SessionCredential {
  readonly kind: "session";
  readonly session: Session;
}

/** The authenticated caller of a request. */
export interface Principal {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly credential: SessionCredential;
}

/** Returns the principal of a session, with all scopes. */
export function sessionPrincipal(
  { id: userId, username, role }: {
    readonly id: string;
    readonly username: string;
    readonly role: Role;
  },
  session: Session,
): Principal {
  return { userId, username, role, scopes: SCOPES, credential: { kind: "session", session } };
}
