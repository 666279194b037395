import { Redis } from "ioredis";
import { ADDRESSES } from "./services.ts";

/** Databases that a server has unless it is told otherwise; the first keeps the claims. */
const DATABASES = 16;
const CLAIM_MS = 120_000;

/** True where no Redis is given, which is an error in CI. */
export const IGNORE_REDIS = isMissing();

/** A database of a real Redis that nobody else uses meanwhile. */
export interface RedisDatabase extends AsyncDisposable {
  readonly url: string;
  /** For what a test looks at, or does, behind the back of the code. */
  readonly client: Redis;
}

/** Claims an empty database; throws when all are taken. */
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
  throw new Error("All databases of Redis are taken");
}

/** Tests that make Redis fail lose these connections too; they are made again. */
function ignoreFault(): void {}

function urlOf(address: string, database: number): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

function isMissing(): boolean {
  if (ADDRESSES.redis !== undefined) return false;
  if (Deno.env.get("CI") === "true") throw new Error("TEST_REDIS_URL is needed in CI");
  return true;
}
