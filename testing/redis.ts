import { Redis } from "ioredis";
import { ADDRESSES } from "./services.ts";

/** Default number of databases of a server; the first holds the claims. */
const DATABASES = 16;
const CLAIM_MS = 120_000;

/** True if there is no Redis server, which is an error in CI. */
export const IGNORE_REDIS = isMissing();

/** A Redis database claimed by one test. */
export interface RedisDatabase extends AsyncDisposable {
  readonly url: string;
  /** A separate connection for the test. */
  readonly client: Redis;
}

/** Claims an empty database; rejects when all are claimed. */
export async function claimRedisDatabase(address = ADDRESSES.redis!): Promise<RedisDatabase> {
  const claims = new Redis(urlOf(address, 0));
  const owner = crypto.randomUUID();
  for (let number = 1; number < DATABASES; number++) {
    const claim = `test-database:${number}`;
    if (await claims.set(claim, owner, "PX", CLAIM_MS, "NX") === null) continue;
    const url = urlOf(address, number);
    const client = new Redis(url);
    for (const connection of [claims, client]) connection.on("error", ignoreFault);
    await client.flushdb();
    return {
      url,
      client,
      [Symbol.asyncDispose]: async () => {
        await client.flushdb();
        await claims.del(claim);
        await Promise.all([client.quit(), claims.quit()]);
      },
    };
  }
  await claims.quit();
  throw new Error("All Redis databases are claimed");
}

/** Tests that make Redis fail drop these connections too; ioredis reconnects. */
function ignoreFault(): void {}

function urlOf(address: string, database: number): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

function isMissing(): boolean {
  if (ADDRESSES.redis !== undefined) return false;
  if (Deno.env.get("CI") === "true") throw new Error("TEST_REDIS_URL must be set in CI");
  return true;
}
