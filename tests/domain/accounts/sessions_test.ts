import assert from "node:assert/strict";
import type { User } from "../../../domain/accounts/types.ts";
import { type AccountsFixture, createAccountsFixture, HOUR_MS } from "./accounts_fixture.ts";

const ADA: User = {
  id: "00000000-0000-7000-8000-00000000000a",
  username: "ada",
  role: "user",
  disabled: false,
  createdAt: "2026-11-22T00:00:00.000Z",
  version: 1,
};
const BOB: User = { ...ADA, id: ADA.id.replace("a", "b"), username: "bob" };

/** A server that has read the revocations, by itself or beside another, and two accounts. */
async function refreshed(shared?: AccountsFixture): Promise<AccountsFixture> {
  const fixture = createAccountsFixture(shared);
  if (!shared) { for (const user of [ADA, BOB]) await createUser(fixture, user); }
  await fixture.sessions.refresh();
  return fixture;
}

function createUser({ store }: AccountsFixture, user: User): Promise<void> {
  return store.createUser({ ...user, passwordHash: "" });
}

Deno.test("open() gives a token that speaks for the user until it expires", async () => {
  const { sessions, store, clock } = await refreshed();
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  const { session } = principal.credential;
  assert.deepEqual(principal, {
    userId: ADA.id,
    username: "ada",
    role: "user",
    scopes: ["calculate", "log:read", "account"],
    credential: { kind: "session", session },
  });
  assert.equal(session.expiresAt, clock.now() + HOUR_MS);
  assert.deepEqual(store.sessions, [session]);
  assert.deepEqual(await sessions.authenticate(token), principal);
  clock.advance(HOUR_MS - 1);
  assert.deepEqual(await sessions.authenticate(token), principal);
  clock.advance(1);
  assert.equal(await sessions.authenticate(token), undefined);
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("open() gives no token for a session that cannot be stored", async () => {
  const { sessions, store } = await refreshed();
  store.isAway = true;
  await assert.rejects(sessions.open(ADA, HOUR_MS), { code: "unavailable" });
});

Deno.test("open() opens no session for an account that has changed, or is gone", async () => {
  const { sessions, store } = await refreshed();
  for (const user of [{ ...ADA, version: 2 }, { ...ADA, id: "gone" }]) {
    await assert.rejects(sessions.open(user, HOUR_MS), { code: "invalid_credentials" });
  }
  assert.deepEqual(store.sessions, []);
});

Deno.test("authenticate() knows only tokens of the signer", async () => {
  const { sessions } = await refreshed();
  for (const token of ["", "token", "Bearer x"]) {
    assert.equal(await sessions.authenticate(token), undefined);
  }
});

Deno.test("authenticate() accepts nothing before the revocations have been read", async () => {
  const fixture = createAccountsFixture();
  const { sessions, store } = fixture;
  await createUser(fixture, ADA);
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  store.isAway = true;
  await assert.rejects(sessions.refresh(), { code: "unavailable" });
  await assert.rejects(sessions.authenticate(token), { code: "unavailable" });
  store.isAway = false;
  await sessions.refresh();
  assert.deepEqual(await sessions.authenticate(token), principal);
});

Deno.test("a token is verified once and then remembered, up to 10,000 of them", async () => {
  const { sessions, signer } = await refreshed();
  const tokens: string[] = [];
  for (let i = 0; i <= 10_000; i++) tokens.push((await sessions.open(ADA, HOUR_MS)).token);
  for (const token of tokens) await sessions.authenticate(token);
  assert.equal(signer.verified, 10_001);
  await sessions.authenticate(tokens[10_000]!);
  await sessions.authenticate(tokens[1]!);
  assert.equal(signer.verified, 10_001);
  await sessions.authenticate(tokens[0]!);
  assert.equal(signer.verified, 10_002);
});

Deno.test("end() ends one session, here at once and elsewhere with the next refresh", async () => {
  const here = await refreshed();
  const there = await refreshed(here);
  const { token, principal } = await here.sessions.open(ADA, HOUR_MS);
  const other = await here.sessions.open(ADA, HOUR_MS);
  assert.deepEqual(await there.sessions.authenticate(token), principal);

  await here.sessions.end(principal.credential.session);
  assert.equal(await here.sessions.authenticate(token), undefined);
  assert.deepEqual(await here.sessions.authenticate(other.token), other.principal);
  await there.sessions.refresh();
  assert.equal(await there.sessions.authenticate(token), undefined);
  assert.deepEqual(await there.sessions.authenticate(other.token), other.principal);
});

Deno.test("a server that starts later refuses what was ended before", async () => {
  const before = await refreshed();
  const { token, principal } = await before.sessions.open(ADA, HOUR_MS);
  await before.sessions.end(principal.credential.session);
  const after = await refreshed(before);
  assert.equal(await after.sessions.authenticate(token), undefined);
});

Deno.test("end() that cannot be stored refuses the token here all the same, and says so", async () => {
  const { sessions, store } = await refreshed();
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  store.isAway = true;
  await assert.rejects(sessions.end(principal.credential.session), { code: "unavailable" });
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("an end that could not be stored is stored as soon as the store is back", async () => {
  const here = await refreshed();
  const there = await refreshed(here);
  const { token, principal } = await here.sessions.open(ADA, HOUR_MS);
  here.store.isAway = true;
  await assert.rejects(here.sessions.end(principal.credential.session), { code: "unavailable" });
  await assert.rejects(here.sessions.refresh(), { code: "unavailable" });
  here.store.isAway = false;
  for (let i = 0; i < 3; i++) await here.sessions.refresh();
  assert.equal(here.store.revocations.length, 1);
  await there.sessions.refresh();
  assert.equal(await there.sessions.authenticate(token), undefined);
});

Deno.test("refresh() returns what others have written, each once", async () => {
  const here = await refreshed();
  const there = await refreshed(here);
  const { principal } = await here.sessions.open(ADA, HOUR_MS);
  await here.sessions.end(principal.credential.session);
  const written = here.store.revocations;
  assert.equal(written.length, 1);
  assert.deepEqual(await here.sessions.refresh(), []);
  assert.deepEqual(await there.sessions.refresh(), written);
  for (let hour = 0; hour < 30; hour++) {
    assert.deepEqual(await there.sessions.refresh(), []);
    there.clock.advance(HOUR_MS);
  }
});

Deno.test("refresh() misses nothing after a server's clock was ahead", async () => {
  const here = await refreshed();
  const ahead = here.sessions.revocationOf("somebody else");
  await here.store.revoke({ ...ahead, createdAt: ahead.createdAt + 5 * HOUR_MS });
  await here.sessions.refresh();
  const { token, principal } = await here.sessions.open(ADA, HOUR_MS);
  const [id, { createdAt, expiresAt }] = [here.clock.uuid(), ahead];
  const { userId } = principal;
  await here.store.revoke({
    id,
    userId,
    sessionId: principal.credential.session.id,
    exceptSessionId: null,
    createdAt,
    expiresAt,
  });
  await here.sessions.refresh();
  assert.equal(await here.sessions.authenticate(token), undefined);
});

Deno.test("a user's revocation ends the sessions begun by then, but for one and those of others", async () => {
  const { sessions, clock } = await refreshed();
  const kept = await sessions.open(ADA, HOUR_MS);
  const known = await sessions.open(ADA, HOUR_MS);
  const unknown = await sessions.open(ADA, HOUR_MS);
  const others = await sessions.open(BOB, HOUR_MS);
  await sessions.authenticate(known.token);
  const revocation = sessions.revocationOf(ADA.id, kept.principal.credential.session.id);
  for (const again of [revocation, revocation]) sessions.apply(again);
  clock.advance(1);
  const later = await sessions.open(ADA, HOUR_MS);
  for (const { token, principal } of [kept, others, later]) {
    assert.deepEqual(await sessions.authenticate(token), principal);
  }
  for (const { token } of [known, unknown]) {
    assert.equal(await sessions.authenticate(token), undefined);
  }
});

Deno.test("refresh() forgets a revocation only when every token it ends has expired", async () => {
  const { sessions, store, clock } = await refreshed();
  const first = await sessions.open(ADA, HOUR_MS);
  const second = await sessions.open(ADA, 3 * HOUR_MS);
  await sessions.end(first.principal.credential.session);
  await store.revoke(sessions.revocationOf(ADA.id));
  for (let hour = 1; hour <= 30; hour++) {
    await sessions.refresh();
    clock.advance(HOUR_MS);
    for (const { token } of [first, second]) {
      assert.equal(await sessions.authenticate(token), undefined, `after ${hour} h`);
    }
    await store.removeExpired(clock.now());
  }
  await sessions.refresh();
  assert.deepEqual(store.revocations, []);
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  assert.deepEqual(await sessions.authenticate(token), principal);
});

Deno.test("refresh() learns of revocations that were stored late, by a clock that lags", async () => {
  const here = await refreshed();
  const { token, principal } = await here.sessions.open(ADA, HOUR_MS);
  const lagging = {
    ...here.sessions.revocationOf(ADA.id),
    sessionId: principal.credential.session.id,
  };
  here.clock.advance(30_000);
  await here.store.revoke(here.sessions.revocationOf("somebody else"));
  await here.sessions.refresh();
  assert.deepEqual(await here.sessions.authenticate(token), principal);
  await here.store.revoke(lagging);
  await here.sessions.refresh();
  assert.equal(await here.sessions.authenticate(token), undefined);
});

Deno.test("while the store is away the last known list holds", async () => {
  const { sessions, store } = await refreshed();
  const [valid, ended] = [await sessions.open(ADA, HOUR_MS), await sessions.open(ADA, HOUR_MS)];
  await sessions.end(ended.principal.credential.session);
  store.isAway = true;
  await assert.rejects(sessions.refresh(), { code: "unavailable" });
  assert.deepEqual(await sessions.authenticate(valid.token), valid.principal);
  assert.equal(await sessions.authenticate(ended.token), undefined);
});
