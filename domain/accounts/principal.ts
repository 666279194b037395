import type { Role, Session } from "./types.ts";

/** What a credential may be used for. */
export const SCOPES = ["calculate", "log:read", "account"] as const;
export type Scope = typeof SCOPES[number];

/** How a principal proved its identity. */
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

/** The principal of a session, which may do everything its user may do. */
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
