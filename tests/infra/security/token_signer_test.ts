import assert from "node:assert/strict";
import { sign } from "hono/jwt";
import { type SessionPrincipal, sessionPrincipal } from "../../../domain/accounts/principal.ts";
import type { Role } from "../../../domain/accounts/types.ts";
import { unavailable } from "../../../domain/errors.ts";
import { createSystemClock } from "../../../infra/system_clock.ts";
import { createTokenSigner } from "../../../infra/security/token_signer.ts";

const systemClock = createSystemClock();

const SECRET = "the secret of this service, long enough";
const signer = createTokenSigner(() => SECRET);

interface Members {
  readonly username?: string;
  readonly role?: Role;
  readonly expiresAt?: number;
}

function principal(
  { username = "Ada", role = "admin", expiresAt = inOneHour() }: Members = {},
): SessionPrincipal {
  const userId = systemClock.uuid();
  const session = { id: systemClock.uuid(), userId, expiresAt };
  return sessionPrincipal({ id: userId, username, role }, session);
}

function inOneHour(): number {
  return (Math.floor(Date.now() / 1000) + 3_600) * 1_000;
}

/** Claims of a valid token. */
function claims({ userId, username, role, credential }: SessionPrincipal = principal()) {
  return {
    iss: "mathcalculator",
    aud: "mathcalculator",
    sub: userId,
    jti: credential.session.id,
    name: username,
    role,
    exp: credential.session.expiresAt / 1_000,
  };
}

function encoded(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

Deno.test("verify() returns the principal of a signed token", async () => {
  for (const original of [principal(), principal({ role: "user", username: "bob.x-1" })]) {
    assert.deepEqual(await signer.verify(await signer.sign(original)), original);
  }
});

Deno.test("a token is an HS256 JWT with the registered claims and no secrets", async () => {
  const original = principal();
  const [header, payload, signature] = (await signer.sign(original)).split(".");
  const read = (part: string) =>
    JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(part, { alphabet: "base64url" })));
  assert.deepEqual(read(header!), { alg: "HS256", typ: "JWT" });
  assert.deepEqual(read(payload!), claims(original));
  assert.equal(Uint8Array.fromBase64(signature!, { alphabet: "base64url" }).length, 32);
});

Deno.test("the expiry of a token is the session's, rounded down to seconds", async () => {
  const expiresAt = inOneHour();
  const read = await signer.verify(await signer.sign(principal({ expiresAt: expiresAt + 999 })));
  assert.equal(read?.credential.session.expiresAt, expiresAt);
});

Deno.test("the token of an idle session expires before the session", async () => {
  const original = principal({ expiresAt: inOneHour() });
  const session = { ...original.credential.session, idleAt: inOneHour() - 60_000 };
  const idle = { ...original, credential: { kind: "session", session } } as const;
  assert.deepEqual(await signer.verify(await signer.sign(idle)), idle);
  const ended = { ...session, idleAt: Date.now() - 1_000 };
  const late = { ...original, credential: { kind: "session", session: ended } } as const;
  assert.equal(await signer.verify(await signer.sign(late)), undefined);
});

Deno.test("an expired token is rejected", async () => {
  for (const expiresAt of [Date.now() - 1_000, 1_000]) {
    assert.equal(await signer.verify(await signer.sign(principal({ expiresAt }))), undefined);
  }
});

Deno.test("a token signed with another secret is rejected", async () => {
  const foreign = createTokenSigner(() => `${SECRET}.`);
  assert.equal(await signer.verify(await foreign.sign(principal())), undefined);
});

Deno.test("a token with any part changed is rejected", async () => {
  const [header, payload, signature] = (await signer.sign(principal())).split(".") as string[];
  const other = encoded({ ...claims(), role: "admin", name: "root" });
  const forged = [
    `${header}.${other}.${signature}`,
    `${header}.${payload}.${signature!.slice(0, -2)}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${encoded({ alg: "none", typ: "JWT" })}.${payload}.`,
    `${encoded({ alg: "none", typ: "JWT" })}.${payload}.${signature}`,
    `${encoded({ alg: "HS512", typ: "JWT" })}.${payload}.${signature}`,
    `${encoded({ typ: "JWT" })}.${payload}.${signature}`,
    `.${payload}.${signature}`,
    "",
    "..",
    "not a token",
  ];
  for (const token of forged) assert.equal(await signer.verify(token), undefined, token);
});

Deno.test("only the canonical encoding of a token is accepted", async () => {
  const token = await signer.sign(principal());
  const [header, payload, signature] = token.split(".") as [string, string, string];
  // The last of 43 characters has two unused bits.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet[alphabet.indexOf(signature.at(-1)!) + 1];
  const variants = [
    `${token}=`,
    `${token}==`,
    `${header}.${payload}.${signature.slice(0, -1)}${last}`,
    ` ${token}`,
    `${token} `,
  ];
  for (const variant of variants) assert.equal(await signer.verify(variant), undefined, variant);
  assert.ok(await signer.verify(token));
});

Deno.test("only HS256 is accepted, even with the correct secret", async () => {
  for (const algorithm of ["HS384", "HS512"] as const) {
    assert.equal(await signer.verify(await sign(claims(), SECRET, algorithm)), undefined);
  }
  assert.ok(await signer.verify(await sign(claims(), SECRET, "HS256")));
});

Deno.test("a token with a missing or wrong claim is rejected", async () => {
  const wrong: Record<string, unknown>[] = [
    { iss: "somebody else" },
    { aud: "somebody else" },
    { iss: undefined },
    { aud: undefined },
    { sub: undefined },
    { sub: "1" },
    { jti: undefined },
    { jti: "1" },
    { role: "root" },
    { name: 7 },
    { exp: undefined },
    { exp: "tomorrow" },
  ];
  for (const change of wrong) {
    const token = await sign({ ...claims(), ...change }, SECRET, "HS256");
    assert.equal(await signer.verify(token), undefined, JSON.stringify(change));
  }
});

Deno.test("sign() and verify() pass on the error of an unknown secret", async () => {
  const error = unavailable("The secret of the tokens is not known yet");
  const early = createTokenSigner(() => {
    throw error;
  });
  const token = await signer.sign(principal());
  await assert.rejects(early.verify(token), error);
  await assert.rejects(async () => await early.sign(principal()), error);
});
