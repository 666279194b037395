import assert from "node:assert/strict";
import { VARIABLES } from "../../infra/config/options.ts";
import { isolatePermissions, PROCESS_PERMISSIONS } from "../../composition/permissions.ts";
import {
  type IsolatePermissions,
  NO_PERMISSIONS,
  permissionFlags,
} from "../../infra/isolates/permissions.ts";

const NAMES = ["net", "read", "write", "env", "run", "ffi", "sys", "import"];
const CONFIG = { host: "127.0.0.1", port: 8_000, dataDir: "/var/lib/math" };

/** The granted permissions by name. */
function held(permissions: IsolatePermissions): Record<string, unknown> {
  assert.deepEqual(Object.keys(permissions), NAMES);
  return Object.fromEntries(Object.entries(permissions).filter(([, value]) => value !== false));
}

Deno.test("each isolate has the permissions that its work needs and no other", () => {
  const { server, consumer, database, compute } = isolatePermissions(CONFIG);
  assert.deepEqual(held(server), { net: ["127.0.0.1:8000"] });
  assert.deepEqual(held(consumer), { net: ["127.0.0.1:8000"] });
  assert.deepEqual(held(database), { read: ["/var/lib/math"], write: ["/var/lib/math"] });
  assert.deepEqual(held(compute), {});
  assert.deepEqual(held(NO_PERMISSIONS), {});
});

Deno.test("server and consumer may connect to the configured services by host and port", () => {
  const { server, consumer } = isolatePermissions({
    ...CONFIG,
    databaseUrl: "postgres://ada:secret@db.example/math?sslmode=require",
    redisUrl: "rediss://[::1]:6380/1",
    kafkaBrokers: ["kafka-1:9092", "kafka-2:9092"],
    kafkaAllow: ["kafka-2:9092", "10.0.0.1:9093"],
  });
  assert.deepEqual(server.net, [
    "127.0.0.1:8000",
    "db.example:5432",
    "[::1]:6380",
    "kafka-1:9092",
    "kafka-2:9092",
    "10.0.0.1:9093",
  ]);
  assert.deepEqual(consumer.net, server.net.filter((address) => !address.endsWith(":6380")));
});

Deno.test("an IPv6 address is in brackets", () => {
  assert.deepEqual(isolatePermissions({ ...CONFIG, host: "::" }).server.net, ["[::]:8000"]);
});

Deno.test("the process starts with net, read and write, and the documented variables", () => {
  assert.deepEqual(held(PROCESS_PERMISSIONS), {
    net: true,
    read: true,
    write: true,
    env: VARIABLES,
  });
});

Deno.test("permissionFlags() lists the flags that grant the permissions", () => {
  const flags = permissionFlags({ ...NO_PERMISSIONS, net: true, read: ["a", "b"], env: ["HOST"] });
  assert.deepEqual(flags, ["--allow-net", "--allow-read=a,b", "--allow-env=HOST"]);
  assert.deepEqual(permissionFlags(NO_PERMISSIONS), []);
});
