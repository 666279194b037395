import type { Role, Session } from "./types.ts";

/** What an API key can be allowed to do. A session is allowed all of it. */
export const SCOPES = ["calculate", "log:read"] as const;
export type Scope = typeof SCOPES[number];

/** The session that authenticated a principal. */
export interface SessionCredential {
  readonly kind: "session";
  readonly session: Session;
}

/** The API key that authenticated a principal. */
export interface KeyCredential {
  readonly kind: "key";
  readonly id: string;
  readonly name: string;
}

/** The authenticated caller of a request. */
export interface Principal<Credential = SessionCredential | KeyCredential> {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly credential: Credential;
}

export type SessionPrincipal = Principal<SessionCredential>;
export type KeyPrincipal = Principal<KeyCredential>;

/** Returns the principal of a session, with all scopes. */
export function sessionPrincipal(
  { id: userId, username, role }: {
    readonly id: string;
    readonly username: string;
    readonly role: Role;
  },
  session: Session,
): SessionPrincipal {
  return { userId, username, role, scopes: SCOPES, credential: { kind: "session", session } };
}

/** Id of the API key that authenticated a principal; undefined for a session. */
export function keyIdOf(principal: Principal | undefined): string | undefined {
  return principal?.credential.kind === "key" ? principal.credential.id : undefined;
}
