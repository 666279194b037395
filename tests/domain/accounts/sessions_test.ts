import assert from "node:assert/strict";
import { MAX_CLOCK_SKEW_MS } from "../../../domain/accounts/sessions.ts";
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

/** A server that has read the revocations, with two accounts or sharing the store of another. */
async function createRefreshedFixture(shared?: AccountsFixture): Promise<AccountsFixture> {
  const fixture = createAccountsFixture(shared);
  if (!shared) { for (const user of [ADA, BOB]) await createUser(fixture, user); }
  await fixture.sessions.refresh();
  return fixture;
}

async function createServerWithOwnClock({ store }: AccountsFixture): Promise<AccountsFixture> {
  const fixture = createAccountsFixture({ store });
  await fixture.sessions.refresh();
  return fixture;
}

function createUser({ store }: AccountsFixture, user: User): Promise<void> {
  return store.createUser({ ...user, passwordHash: "" });
}

Deno.test("open() returns a token that authenticates the user until it expires", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  const { session } = principal.credential;
  assert.deepEqual(principal, {
    userId: ADA.id,
    username: "ada",
    role: "user",
    scopes: ["calculate", "log:read"],
    credential: { kind: "session", session },
  });
  assert.equal(session.expiresAt, clock.now() + HOUR_MS);
  assert.deepEqual(store.sessions, [{ ...session, device: null, lastUsedAt: null }]);
  assert.deepEqual(await sessions.authenticate(token), principal);
  clock.advance(HOUR_MS - 1);
  assert.deepEqual(await sessions.authenticate(token), principal);
  clock.advance(1);
  assert.equal(await sessions.authenticate(token), undefined);
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("a session that is used ends after its lifetime, one that is idle earlier", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
  const [lifetimeMs, idleMs] = [10 * HOUR_MS, 7 * HOUR_MS];
  let opened = await sessions.open(ADA, lifetimeMs, { idleMs });
  const { token: unused } = opened;
  const { id, expiresAt } = store.sessions[0]!;
  clock.advance(HOUR_MS - 1);
  assert.equal(await sessions.renew(opened.principal, idleMs), undefined);
  for (const hours of [1, 2]) {
    clock.advance(hours);
    opened = (await sessions.renew(opened.principal, idleMs))!;
    assert.equal(opened.principal.credential.session.id, id);
    assert.equal(opened.principal.credential.session.expiresAt, expiresAt);
    clock.advance(HOUR_MS);
  }
  assert.ok(await sessions.authenticate(unused));
  clock.advance(4 * HOUR_MS + 2);
  assert.equal(await sessions.authenticate(unused), undefined);
  assert.ok(await sessions.authenticate(opened.token));
  opened = (await sessions.renew(opened.principal, idleMs))!;
  assert.equal(opened.principal.credential.session.idleAt, expiresAt);
  clock.advance(2 * HOUR_MS);
  assert.equal(await sessions.renew(opened.principal, idleMs), undefined);
  clock.advance(HOUR_MS);
  assert.equal(await sessions.authenticate(opened.token), undefined);
  assert.equal(store.sessions.length, 1);
});

Deno.test("a renewed session is listed and can be ended after its first idle time", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  const opened = await sessions.open(ADA, 10 * HOUR_MS, { idleMs: 7 * HOUR_MS });
  clock.advance(HOUR_MS);
  const { token, principal } = (await sessions.renew(opened.principal, 7 * HOUR_MS))!;
  const { id, idleAt } = principal.credential.session;
  clock.advance(6 * HOUR_MS);
  const [listed] = await sessions.list(ADA.id);
  assert.deepEqual([listed?.id, listed?.idleAt], [id, idleAt]);
  await sessions.endOne(ADA.id, id);
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("ending a session ends every token that it was renewed with", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
  const opened = await sessions.open(ADA, 10 * HOUR_MS, { idleMs: 7 * HOUR_MS });
  clock.advance(HOUR_MS);
  const renewed = (await sessions.renew(opened.principal, 7 * HOUR_MS))!;
  await sessions.end(opened.principal.credential.session);
  assert.equal(await sessions.authenticate(renewed.token), undefined);
  assert.equal(store.revocations[0]?.expiresAt, clock.now() + 9 * HOUR_MS);
});

Deno.test("open() rejects if the session cannot be stored", async () => {
  const { sessions, store } = await createRefreshedFixture();
  store.isUnavailable = true;
  await assert.rejects(sessions.open(ADA, HOUR_MS), { code: "unavailable" });
});

Deno.test("open() rejects an account that has changed or no longer exists", async () => {
  const { sessions, store } = await createRefreshedFixture();
  for (const user of [{ ...ADA, version: 2 }, { ...ADA, id: "missing" }]) {
    await assert.rejects(sessions.open(user, HOUR_MS), { code: "invalid_credentials" });
  }
  assert.deepEqual(store.sessions, []);
});

Deno.test("authenticate() accepts only tokens of the signer", async () => {
  const { sessions } = await createRefreshedFixture();
  for (const token of ["", "token", "Bearer x"]) {
    assert.equal(await sessions.authenticate(token), undefined);
  }
});

Deno.test("authenticate() rejects every token until the revocations have been read", async () => {
  const fixture = createAccountsFixture();
  const { sessions, store } = fixture;
  await createUser(fixture, ADA);
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  store.isUnavailable = true;
  await assert.rejects(sessions.refresh(), { code: "unavailable" });
  await assert.rejects(sessions.authenticate(token), { code: "unavailable" });
  store.isUnavailable = false;
  await sessions.refresh();
  assert.deepEqual(await sessions.authenticate(token), principal);
});

Deno.test("authenticate() verifies a token once and caches up to 10,000 tokens", async () => {
  const { sessions, signer } = await createRefreshedFixture();
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

Deno.test("end() ends one session, at once on this server and on others with the next refresh", async () => {
  const server = await createRefreshedFixture();
  const otherServer = await createRefreshedFixture(server);
  const { token, principal } = await server.sessions.open(ADA, HOUR_MS);
  const other = await server.sessions.open(ADA, HOUR_MS);
  assert.deepEqual(await otherServer.sessions.authenticate(token), principal);

  await server.sessions.end(principal.credential.session);
  assert.equal(await server.sessions.authenticate(token), undefined);
  assert.deepEqual(await server.sessions.authenticate(other.token), other.principal);
  await otherServer.sessions.refresh();
  assert.equal(await otherServer.sessions.authenticate(token), undefined);
  assert.deepEqual(await otherServer.sessions.authenticate(other.token), other.principal);
});

Deno.test("a server that starts later rejects sessions that ended before", async () => {
  const before = await createRefreshedFixture();
  const { token, principal } = await before.sessions.open(ADA, HOUR_MS);
  await before.sessions.end(principal.credential.session);
  const after = await createRefreshedFixture(before);
  assert.equal(await after.sessions.authenticate(token), undefined);
});

Deno.test("end() rejects if it cannot be stored, but still ends the session on this server", async () => {
  const { sessions, store } = await createRefreshedFixture();
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  store.isUnavailable = true;
  await assert.rejects(sessions.end(principal.credential.session), { code: "unavailable" });
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("refresh() stores a revocation that could not be stored before", async () => {
  const server = await createRefreshedFixture();
  const otherServer = await createRefreshedFixture(server);
  const { token, principal } = await server.sessions.open(ADA, HOUR_MS);
  server.store.isUnavailable = true;
  await assert.rejects(server.sessions.end(principal.credential.session), { code: "unavailable" });
  await assert.rejects(server.sessions.refresh(), { code: "unavailable" });
  server.store.isUnavailable = false;
  for (let i = 0; i < 3; i++) await server.sessions.refresh();
  assert.equal(server.store.revocations.length, 1);
  await otherServer.sessions.refresh();
  assert.equal(await otherServer.sessions.authenticate(token), undefined);
});

Deno.test("refresh() returns each revocation of other servers once", async () => {
  const server = await createRefreshedFixture();
  const otherServer = await createRefreshedFixture(server);
  const { principal } = await server.sessions.open(ADA, HOUR_MS);
  await server.sessions.end(principal.credential.session);
  const written = server.store.revocations;
  assert.equal(written.length, 1);
  assert.deepEqual(await server.sessions.refresh(), []);
  assert.deepEqual(await otherServer.sessions.refresh(), written);
  for (let hour = 0; hour < 30; hour++) {
    assert.deepEqual(await otherServer.sessions.refresh(), []);
    otherServer.clock.advance(HOUR_MS);
  }
});

Deno.test("refresh() finds all revocations even if another server's clock was ahead", async () => {
  const server = await createRefreshedFixture();
  const ahead = server.sessions.revocationOf("another-user");
  await server.store.revoke({ ...ahead, createdAt: ahead.createdAt + 5 * HOUR_MS });
  await server.sessions.refresh();
  const { token, principal } = await server.sessions.open(ADA, HOUR_MS);
  const [id, { createdAt, expiresAt }] = [server.clock.uuid(), ahead];
  const { userId } = principal;
  await server.store.revoke({
    id,
    userId,
    sessionId: principal.credential.session.id,
    exceptSessionId: null,
    createdAt,
    expiresAt,
  });
  await server.sessions.refresh();
  assert.equal(await server.sessions.authenticate(token), undefined);
});

Deno.test("a revocation ends the user's earlier sessions except one, and no sessions of other users", async () => {
  const { sessions, clock } = await createRefreshedFixture();
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

Deno.test("refresh() keeps a revocation until every token that it ends has expired", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
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

Deno.test("refresh() finds revocations that were stored late by a server with a slow clock", async () => {
  const server = await createRefreshedFixture();
  const { token, principal } = await server.sessions.open(ADA, HOUR_MS);
  const lagging = {
    ...server.sessions.revocationOf(ADA.id),
    sessionId: principal.credential.session.id,
  };
  server.clock.advance(30_000);
  await server.store.revoke(server.sessions.revocationOf("another-user"));
  await server.sessions.refresh();
  assert.deepEqual(await server.sessions.authenticate(token), principal);
  await server.store.revoke(lagging);
  await server.sessions.refresh();
  assert.equal(await server.sessions.authenticate(token), undefined);
});

for (const [slow, fast] of [[-1, 1], [1, -1]] as const) {
  Deno.test(`a logout applies to a server whose clock differs by ${fast - slow} tolerated skews`, async () => {
    const here = await createRefreshedFixture();
    const there = await createServerWithOwnClock(here);
    here.clock.jump(slow * MAX_CLOCK_SKEW_MS);
    there.clock.jump(fast * MAX_CLOCK_SKEW_MS);
    const { token, principal } = await here.sessions.open(ADA, HOUR_MS);
    await there.store.revoke(there.sessions.revocationOf(BOB.id));
    await there.sessions.refresh();
    assert.deepEqual(await there.sessions.authenticate(token), principal);
    await here.sessions.end(principal.credential.session);
    await there.sessions.refresh();
    assert.equal(await there.sessions.authenticate(token), undefined);
  });
}

Deno.test("a new password ends sessions from a server whose clock is ahead", async () => {
  const here = await createRefreshedFixture();
  const ahead = await createServerWithOwnClock(here);
  ahead.clock.jump(2 * MAX_CLOCK_SKEW_MS);
  const { token, principal } = await ahead.sessions.open(ADA, HOUR_MS);
  assert.deepEqual(await here.sessions.authenticate(token), principal);
  await here.accounts.setPassword(ADA.username, "another correct horse");
  await ahead.sessions.refresh();
  for (const { sessions } of [here, ahead]) {
    assert.equal(await sessions.authenticate(token), undefined);
  }
});

Deno.test("the last known revocations apply while the store is unavailable", async () => {
  const { sessions, store } = await createRefreshedFixture();
  const [valid, ended] = [await sessions.open(ADA, HOUR_MS), await sessions.open(ADA, HOUR_MS)];
  await sessions.end(ended.principal.credential.session);
  store.isUnavailable = true;
  await assert.rejects(sessions.refresh(), { code: "unavailable" });
  assert.deepEqual(await sessions.authenticate(valid.token), valid.principal);
  assert.equal(await sessions.authenticate(ended.token), undefined);
});

Deno.test("a sign-in after a revocation is valid although the system's time has been set back", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  const earlier = await sessions.open(ADA, HOUR_MS);
  sessions.apply(sessions.revocationOf(ADA.id));
  clock.jump(-HOUR_MS / 2);
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  assert.deepEqual(await sessions.authenticate(token), principal);
  assert.equal(await sessions.authenticate(earlier.token), undefined);
});

Deno.test("a revocation survives a jump of the system's time beyond its end and back", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  const { token, principal } = await sessions.open(ADA, HOUR_MS);
  await sessions.end(principal.credential.session);
  clock.jump(100 * HOUR_MS);
  await sessions.refresh();
  clock.jump(-100 * HOUR_MS);
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("a server that starts with its date ahead reads the revocations again once it is corrected", async () => {
  const server = await createRefreshedFixture();
  const { token, principal } = await server.sessions.open(ADA, 10 * HOUR_MS);
  await server.sessions.end(principal.credential.session);
  server.clock.advance(5 * HOUR_MS);
  await server.store.revoke(server.sessions.revocationOf(BOB.id));
  const ahead = createAccountsFixture({ store: server.store });
  ahead.clock.jump(100 * HOUR_MS);
  await ahead.sessions.refresh();
  ahead.clock.jump(-95 * HOUR_MS);
  await ahead.sessions.refresh();
  assert.equal(await ahead.sessions.authenticate(token), undefined);
});

Deno.test("refresh() finds revocations that were stored before the system's time was set forward", async () => {
  const server = await createRefreshedFixture();
  const otherServer = await createRefreshedFixture(server);
  const { token, principal } = await server.sessions.open(ADA, 10 * HOUR_MS);
  await otherServer.store.revoke(otherServer.sessions.revocationOf(BOB.id));
  await otherServer.sessions.refresh();
  await server.sessions.end(principal.credential.session);
  otherServer.clock.jump(2 * HOUR_MS);
  await otherServer.store.revoke({
    ...otherServer.sessions.revocationOf(BOB.id),
    createdAt: otherServer.clock.now() - 1,
  });
  await otherServer.sessions.refresh();
  assert.equal(await otherServer.sessions.authenticate(token), undefined);
});

Deno.test("list() returns the sessions that have not ended, with device and last use", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  const first = await sessions.open(ADA, 3 * HOUR_MS, { device: "curl" });
  const idle = await sessions.open(ADA, 9 * HOUR_MS, { idleMs: HOUR_MS });
  const ended = await sessions.open(ADA, 3 * HOUR_MS);
  await sessions.open(BOB, HOUR_MS);
  await sessions.end(ended.principal.credential.session);
  const ids = async () => (await sessions.list(ADA.id)).map(({ id }) => id);
  const idOf = ({ principal }: typeof first) => principal.credential.session.id;
  assert.deepEqual(await ids(), [idOf(idle), idOf(first)]);
  clock.advance(HOUR_MS);
  assert.deepEqual(await ids(), [idOf(first)]);
  const [listed] = await sessions.list(ADA.id);
  assert.deepEqual([listed!.device, listed!.lastUsedAt], ["curl", null]);
  clock.advance(2 * HOUR_MS);
  assert.deepEqual(await ids(), []);
});

Deno.test("the use of a session is recorded at most every five minutes", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
  const { token } = await sessions.open(ADA, 3 * HOUR_MS);
  const used: number[] = [];
  const { recordSessionUse } = store;
  store.recordSessionUse = (session, now) => {
    used.push(now);
    return recordSessionUse(session, now);
  };
  const start = clock.now();
  for (let minute = 0; minute < 12; minute++) {
    await sessions.authenticate(token);
    await sessions.authenticate(token);
    clock.advance(60_000);
  }
  assert.deepEqual(used.map((time) => time - start), [300_000, 600_000]);
  const [listed] = await sessions.list(ADA.id);
  assert.equal(listed!.lastUsedAt, start + 600_000);
});

Deno.test("a use that cannot be recorded does not refuse the token", async () => {
  const { sessions, store, clock } = await createRefreshedFixture();
  const { token, principal } = await sessions.open(ADA, 3 * HOUR_MS);
  clock.advance(HOUR_MS);
  store.isUnavailable = true;
  assert.deepEqual(await sessions.authenticate(token), principal);
});

Deno.test("endOne() ends a session of the user only", async () => {
  const { sessions } = await createRefreshedFixture();
  const [ended, kept] = [await sessions.open(ADA, HOUR_MS), await sessions.open(ADA, HOUR_MS)];
  const { id } = ended.principal.credential.session;
  for (const [userId, sessionId] of [[BOB.id, id], [ADA.id, "0"]] as const) {
    await assert.rejects(sessions.endOne(userId, sessionId), { code: "not_found" });
  }
  await sessions.endOne(ADA.id, id);
  assert.equal(await sessions.authenticate(ended.token), undefined);
  assert.ok(await sessions.authenticate(kept.token));
  await assert.rejects(sessions.endOne(ADA.id, id), { code: "not_found" });
});

Deno.test("endAll() ends all sessions of the user, also while the store is unavailable", async () => {
  const { sessions, store } = await createRefreshedFixture();
  const tokens = [await sessions.open(ADA, HOUR_MS), await sessions.open(ADA, HOUR_MS)];
  const other = await sessions.open(BOB, HOUR_MS);
  store.isUnavailable = true;
  await assert.rejects(sessions.endAll(ADA.id), { code: "unavailable" });
  for (const { token } of tokens) assert.equal(await sessions.authenticate(token), undefined);
  assert.ok(await sessions.authenticate(other.token));
  store.isUnavailable = false;
  await sessions.refresh();
  assert.equal(store.revocations.length, 1);
});

Deno.test("endAll() also ends a session that a server with a clock ahead has opened", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  clock.advance(60_000);
  const { token } = await sessions.open(ADA, HOUR_MS);
  clock.advance(-60_000);
  await sessions.endAll(ADA.id);
  assert.equal(await sessions.authenticate(token), undefined);
});

Deno.test("endAll() ends sessions that live longer than those of this server", async () => {
  const { sessions, clock } = await createRefreshedFixture();
  const { token } = await sessions.open(ADA, 100 * HOUR_MS);
  await sessions.endAll(ADA.id);
  clock.advance(99 * HOUR_MS);
  await sessions.refresh();
  assert.equal(await sessions.authenticate(token), undefined);
});
