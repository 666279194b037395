import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import { type AppDependencies, createApp } from "../../routes/app.ts";
import { newAdmin } from "../../testing/new_admin.ts";
import { newAddress, PASSWORD, startTestService } from "../../testing/service.ts";

interface Media {
  readonly schema: z.core.JSONSchema.JSONSchema;
  readonly example?: unknown;
}

interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly Record<string, string[]>[];
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Record<string, Media> }>
  >;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly parameters: Readonly<Record<string, { readonly name: string }>>;
    readonly securitySchemes: Readonly<
      Record<string, { type: string; flows?: Record<string, { tokenUrl: string }> }>
    >;
  };
}

type TestRequest = readonly [
  status: number,
  route: string,
  body?: unknown,
  token?: string | undefined,
  headers?: Record<string, string>,
];

/** Items of a batch with every kind of answer and some problems. */
const MIXED_ITEMS = [
  { operation: "factorial", input: { n: 20 } },
  { operation: "factorial", input: { n: 1500 } },
  { operation: "factorial", input: { n: 1500 }, outline: true },
  { operation: "root", input: { n: 17, k: 2 } },
  { operation: "factor", input: { n: 12 } },
  { operation: "factorial", input: { n: "1e18" } },
  { operation: "modinv", input: { a: 2, m: 4 } },
  { operation: "factorial", input: { n: -1 } },
  "nothing",
];

/** Assets, the documentation itself, pages of an account, and a protocol that describes itself. */
const UNDOCUMENTED =
  /^(GET (\/prediction|\/docs|\/openapi\.json|\/assets\/.+|\/account|\/account\/(keys|delete)|\/\.well-known\/.+)|POST (\/mcp|\/keys\/:id\/revoke|\/sessions\/(:id\/)?end|\/users\/:username|\/password\/strength))$/;

/** Loaded once for all tests, because making the document takes longer than most of them. */
let loading: Promise<Loaded> | undefined;

interface Loaded {
  readonly document: OpenApi;
  /** Reads a schema of the document with everything that it refers to. */
  readonly validatorOf: (schema: Media["schema"]) => z.ZodType;
}

function loadDocument(): Promise<Loaded> {
  return loading ??= loadFromService();
}

async function loadFromService(): Promise<Loaded> {
  await using app = await startTestService();
  const response = await app.request("/openapi.json");
  assert.equal(response.status, 200);
  const document: OpenApi = await response.json();
  return { document, validatorOf: validatorsOf(document) };
}

function validatorsOf(document: OpenApi): Loaded["validatorOf"] {
  const $defs = withLocalReferences(document.components.schemas) as Record<string, Media["schema"]>;
  const validators = new Map<string, z.ZodType>();
  return (schema) => {
    const key = JSON.stringify(schema);
    let validator = validators.get(key);
    if (!validator) {
      validator = z.fromJSONSchema({ ...withLocalReferences(schema), $defs });
      validators.set(key, validator);
    }
    return validator;
  };
}

function withLocalReferences<Schema>(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"));
}

/** Reads the members of a schema, following its reference. */
function resolved(document: OpenApi, schema: Media["schema"]): Media["schema"] {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : document.components.schemas[name] as Media["schema"];
}

function operationsOf(document: OpenApi): [string, OperationObject][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, OperationObject] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ])
  );
}

/** Routes that the app registers. Its dependencies are not used, since no request is made. */
function routesOfApp(): string[] {
  const settings = { version: "0", trustedProxies: [], corsOrigins: [] };
  const app = createApp({ operations: OPERATIONS, settings } as unknown as AppDependencies);
  const routes = app.routes.filter(({ method, path }) => method !== "ALL" && path !== "/*");
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  return [...new Set(names.map((name) => name.replace("/logs/:id", "/logs/{id}")))];
}

Deno.test("the document describes exactly the routes of the app", async (t) => {
  await using app = await startTestService();
  const { document } = await loadDocument();
  const expected = routesOfApp()
    .filter((route) => !UNDOCUMENTED.test(route))
    .map((route) => route.replace(/:(\w+)/g, "{$1}"));
  assert.ok(expected.length > 10);
  assert.deepEqual(operationsOf(document).map(([name]) => name).toSorted(), expected.toSorted());

  for (const [path, methods] of Object.entries(document.paths)) {
    await t.step(`${path} allows ${Object.keys(methods).join()}`, async () => {
      const response = await app.request(path, { method: "PROPFIND" });
      await response.body?.cancel();
      const allowed = response.headers.get("allow")?.split(", ") ?? [];
      for (const method of Object.keys(methods)) assert.ok(allowed.includes(method.toUpperCase()));
    });
  }
});

Deno.test("every operation takes the id of the request", async () => {
  const { document } = await loadDocument();
  const reference = { $ref: "#/components/parameters/RequestId" };
  const without = operationsOf(document).filter(([, { parameters = [] }]) =>
    !parameters.some((parameter) => isDeepStrictEqual(parameter, reference))
  );
  assert.deepEqual(without, []);
  assert.equal(document.components.parameters.RequestId?.name, "X-Request-Id");
});

Deno.test("the cursor of the log may be any text, such as the empty one of the first page", async () => {
  const { parameters = [] } = (await loadDocument()).document.paths["/logs"]!.get!;
  const cursor = z.array(z.looseObject({ name: z.string().optional() })).parse(parameters)
    .find(({ name }) => name === "cursor");
  assert.deepEqual(cursor?.schema, { type: "string" });
});

Deno.test("the document is self-contained OpenAPI 3.1 with the OAuth 2.0 password flow", async () => {
  const { document } = await loadDocument();
  assert.match(document.openapi, /^3\.1\.\d+$/);
  assert.doesNotMatch(JSON.stringify(document), /"\$ref":"(?!#\/)/);
  const { password } = document.components.securitySchemes;
  assert.equal(password?.type, "oauth2");
  assert.equal(password?.flows?.password?.tokenUrl, "/token");

  const operations = operationsOf(document);
  const ids = operations.map(([, { operationId }]) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const [name, { summary, tags, responses, security }] of operations) {
    assert.ok(security, `${name} does not say who may call it`);
    assert.ok(summary && tags.length === 1, name);
    assert.ok(Object.values(responses).every(({ description }) => description !== ""), name);
    assert.equal(
      "401" in responses,
      security.length > 0 || /POST \/(token|login)|metrics/.test(name),
      name,
    );
    for (const scheme of security.flatMap((each) => Object.keys(each))) {
      assert.ok(scheme in document.components.securitySchemes, name);
    }
  }
});

Deno.test("every example in the document is a valid request", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  let examples = 0;
  const { document, validatorOf } = await loadDocument();
  for (const [name, { requestBody }] of operationsOf(document)) {
    for (const [type, { schema, example }] of Object.entries(requestBody?.content ?? {})) {
      if (example === undefined) continue;
      examples++;
      await t.step(`${name} as ${type}`, async () => {
        validatorOf(schema).parse(example);
        const [method = "", path = ""] = name.split(" ");
        const isJson = type === "application/json";
        const response = await app.request(path, {
          method,
          headers: {
            "Content-Type": type,
            Accept: "application/json",
            Authorization: `Bearer ${token}`,
          },
          body: isJson
            ? JSON.stringify(example)
            : new URLSearchParams(example as Record<string, string>),
        });
        await response.body?.cancel();
        assert.equal(response.status, 200);
      });
    }
  }
  assert.equal(examples, 2 * OPERATIONS.flatMap(({ paths }) => paths).length);
});

function encode(type: string, fields: Record<string, unknown>): BodyInit {
  if (type === "application/json") return JSON.stringify(fields);
  const form = type === "multipart/form-data" ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return form;
}

Deno.test("the first examples of all fields form a valid body for every endpoint", async (t) => {
  await using app = await startTestService();
  const { document, validatorOf } = await loadDocument();
  const bodies = operationsOf(document).flatMap(([name, { requestBody }]) =>
    Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => {
      const [method = "", path = ""] = name.split(" ");
      return { method, path, type, fields: firstExamples(document, schema, validatorOf) };
    })
  );
  const signUp = bodies.find(({ path }) => path === "/signup2")!;
  const account = z.object({ username: z.string(), password: z.string() }).parse(signUp.fields);
  assert.equal((await app.post("/signup2", account)).status, 201);
  const token = await app.signIn(account.username, account.password);
  const isDeletion = ({ path }: { readonly path: string }) => path === "/account/delete";
  const others = bodies.filter(({ path }) => !path.startsWith("/signup") && !path.includes("{"))
    .filter((body) => !isDeletion(body));
  // Without the account, no other body could be sent.
  for (const { method, path, type, fields } of [...others, bodies.find(isDeletion)!]) {
    await t.step(`${method} ${path} as ${type}`, async () => {
      const response = await app.request(path, {
        method,
        // A multipart form has a boundary, which the request adds.
        headers: {
          ...(type !== "multipart/form-data" && { "Content-Type": type }),
          Authorization: `Bearer ${token}`,
        },
        body: encode(type, fields),
      });
      assert.ok(response.status < 400, await response.text());
      if (path === "/password") await restorePassword(fields);
    });
  }

  async function restorePassword(change: Record<string, unknown>): Promise<void> {
    const { current_password: new_password, new_password: current_password } = change;
    const response = await app.post("/password", { current_password, new_password }, token);
    assert.equal(response.status, 204);
  }
});

/** Returns the first example of each required field. Every example must match its schema. */
function firstExamples(
  document: OpenApi,
  media: Media["schema"],
  validatorOf: Loaded["validatorOf"],
): Record<string, unknown> {
  const schema = resolved(document, media);
  const examples = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { examples } = z.object({ examples: z.array(z.unknown()).min(1) }).parse(property);
    const validator = validatorOf(property as Media["schema"]);
    for (const example of examples) validator.parse(example);
    return [name, examples[0]] as const;
  });
  return Object.fromEntries(examples.filter(([name]) => schema.required?.includes(name)));
}

Deno.test("every reference leads to a named schema, and every named schema is used", async () => {
  const { document } = await loadDocument();
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
  const names = new Set([...references].map(([, name]) => name));
  assert.deepEqual(names, new Set(Object.keys(document.components.schemas)));
  assert.ok(names.size >= 10);
  assert.doesNotMatch(JSON.stringify(document), /\$defs/);
});

Deno.test("responses match the document", async (t) => {
  await using app = await startTestService({ config: { maxDigits: 5000 } });
  const { document, validatorOf } = await loadDocument();
  const { username, token } = await app.newUser();
  const spare = await app.signIn(username);
  const { token: admin } = await newAdmin(app, "root");
  const credentials = { username, password: PASSWORD };
  const wrongCredentials = { username, password: "wrong password" };
  const newAccount = { username: "newcomer", password: PASSWORD };
  const { id } = await (await app.post("/factorial", { n: 1000 }, token)).json();
  const requests: readonly TestRequest[] = [
    [200, "POST /factorial", { n: 5 }, token],
    [200, "POST /factorial", { n: 1500 }, token],
    [200, "POST /api/power", { base: 7, exponent: -2 }, token],
    [200, "POST /factorial", { n: 5 }, token, { Accept: "text/plain" }],
    [200, "POST /factorial", { n: 5 }, token, { Accept: "text/event-stream" }],
    [200, "POST /factorial", { n: 1500 }, token, { Accept: "text/event-stream" }],
    [400, "POST /fibonacci", "{", token],
    [401, "POST /pow", {}],
    [413, "POST /pow", " ".repeat(2 ** 21 + 1), token],
    [415, "POST /pow", "x", token, { "Content-Type": "text/plain" }],
    [422, "POST /factorial", { n: -1 }, token],
    [422, "POST /factorial", { n: "1e18" }, token],
    [422, "POST /factorial", { n: 1e5 }, token],
    [422, "POST /pow", { base: 0, exponent: -1 }, token],
    [200, "POST /batch", { items: MIXED_ITEMS }, token],
    [200, "POST /batch", { items: MIXED_ITEMS }, token, { Accept: "application/x-ndjson" }],
    [422, "POST /batch", { items: [] }, token],
    [401, "POST /batch", { items: [] }],
    [201, "POST /signup2", newAccount],
    [409, "POST /signup2", newAccount],
    [400, "POST /signup2", ""],
    [422, "POST /signup2", {}],
    [200, "POST /token", credentials],
    [401, "POST /token", wrongCredentials],
    [415, "POST /token", "x", undefined, { "Content-Type": "text/plain" }],
    [200, "POST /login", credentials],
    [422, "POST /login", {}],
    [200, "GET /retrieve_info", undefined, token],
    [401, "GET /retrieve_info", undefined, "nonsense"],
    [200, "GET /logs", undefined, token],
    [200, "GET /logs?limit=1&operation=pow", undefined, token],
    [200, "GET /logs", undefined, token, { Accept: "application/x-ndjson" }],
    [200, "GET /logs?outcome=ok", undefined, token, { Accept: "text/csv" }],
    [403, "GET /logs?user=somebody", undefined, token],
    [422, "GET /logs?limit=0", undefined, token],
    [200, `GET /logs/${id}`, undefined, token],
    [404, "GET /logs/0", undefined, token],
    [200, `GET /logs/${id}/digits?from=2`, undefined, token],
    [422, `GET /logs/${id}/digits?from=0`, undefined, token],
    [422, "POST /password", { current_password: "x", new_password: "x" }, token],
    [400, "POST /password", "[", token],
    [201, "POST /keys", { name: "bot", expires_in: "90d", scopes: ["calculate"] }, token],
    [422, "POST /keys", { name: "", expires_in: "soon", scopes: [] }, token],
    [401, "POST /keys", { name: "bot" }],
    [200, "GET /keys", undefined, token],
    [401, "GET /keys", undefined, "nonsense"],
    [200, "GET /sessions", undefined, token],
    [404, "DELETE /sessions/0", undefined, token],
    [200, "GET /account/export", undefined, token],
    [422, "POST /account/delete", { current_password: "x" }, token],
    [403, "GET /users", undefined, token],
    [200, "GET /users?limit=1", undefined, admin],
    [200, "PATCH /users/newcomer", { disabled: true }, admin],
    [404, "PATCH /users/nobody", { disabled: true }, admin],
    [409, "PATCH /users/root", { role: "user" }, admin],
    [204, "DELETE /sessions", undefined, admin],
    [204, "POST /logout", undefined, spare],
    [401, "POST /logout", undefined, spare],
    [200, "GET /health"],
    [200, "GET /health/live"],
    [200, "GET /health/ready"],
    [200, "GET /metrics"],
  ];
  for (const [status, name, body, bearer, headers] of requests) {
    const [method = "", target = ""] = name.split(" ");
    await t.step(`${status} ${name} ${JSON.stringify(body)?.slice(0, 40) ?? ""}`, async () => {
      const response = await app.request(target, {
        method,
        headers: {
          "Content-Type": "application/json",
          ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        from: newAddress(),
      });
      const text = await response.text();
      assert.equal(response.status, status, text);
      const path = target.split("?")[0]!.replace(/\/(logs|sessions)\/[^/]+/, "/$1/{id}")
        .replace(/\/users\/.+/, "/users/{username}");
      const answer = document.paths[path]?.[method.toLowerCase()]?.responses[status];
      assert.ok(answer, `${status} is not in the document`);
      const type = response.headers.get("content-type")?.split(";")[0];
      if (answer.content === undefined) return assert.equal(text, "");
      const media = answer.content[type ?? ""];
      assert.ok(media, `${type} is not in the document`);
      const schema = validatorOf(media.schema);
      if (type?.startsWith("text/")) schema.parse(text);
      else if (type !== "application/x-ndjson") schema.parse(JSON.parse(text));
      else for (const line of text.trimEnd().split("\n")) schema.parse(JSON.parse(line));
    });
  }
});
