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

/** A visitor without an account. */
export interface GuestCredential {
  readonly kind: "guest";
}

/** The caller of a request: authenticated, or a guest where guests are answered. */
export interface Principal<Credential = SessionCredential | KeyCredential | GuestCredential> {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly credential: Credential;
}

export type SessionPrincipal = Principal<SessionCredential>;
export type KeyPrincipal = Principal<KeyCredential>;
export type GuestPrincipal = Principal<GuestCredential>;

/** The principal of every visitor without an account; log entries name it as the user. */
export const GUEST: GuestPrincipal = {
  userId: "guest",
  username: "guest",
  role: "user",
  scopes: ["calculate"],
  credential: { kind: "guest" },
};

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
