import { requestText } from "../raw_http.ts";

/** A request without an account that is cheap to send. */
export interface CostlyRequest {
  /** Completes the sentence "The service answers …". */
  readonly name: string;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** The server closes the connection after its response. */
const CLOSE = { Connection: "close" };
const PAGE = { Accept: "text/html" };
const JSON_BODY = { "Content-Type": "application/json" };
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** A body of this many bytes fits the limit of sign-ins. */
const SMALL_BODY = 16_000;

/** Requests whose parts are as long, as many or as deep as a client can send them. */
export const COSTLY_REQUESTS: readonly CostlyRequest[] = [
  get("a query of 64,000 ampersands", `/login?${"&".repeat(64_000)}`, PAGE),
  get("a query as long as the limit", `/login?${"&".repeat(999)}${"a".repeat(30_000)}`, PAGE),
  get("a page with 999 parameters", `/factorial?${repeat(999, (i) => `a${i}=${i}&`)}`, PAGE),
  get("a page with one parameter 999 times", `/gcd?${repeat(999, (i) => `numbers=${i}&`)}`, PAGE),
  get("a page with a number of 30,000 digits", `/factorial?n=${"1".repeat(30_000)}`, PAGE),
  get("a page with a sum of 5,000 terms", `/evaluate?expression=${"1%2B".repeat(4_999)}1`, PAGE),
  get("a page with 10,000 parentheses", `/evaluate?expression=${"(".repeat(9_999)}1`, PAGE),
  get("a sign-in page that leads far", `/login?next=${"%2F".repeat(10_000)}`, PAGE),
  get("a path of 60,000 characters", `/${"a".repeat(60_000)}`),
  get("a path of encoded slashes", `/${"%2F".repeat(10_000)}`),
  get("a path of invalid encodings", `/${"%FF".repeat(10_000)}`, PAGE),
  get("a path of 30,000 slashes", `/login${"/".repeat(30_000)}`),
  get("a path of parent directories", `/${"../".repeat(10_000)}`),
  get("64 kB of empty media ranges", "/factorial", { Accept: ",".repeat(64_000) }),
  get("8 kB of empty media ranges", "/factorial", { Accept: ",".repeat(8_000) }),
  get("media ranges with qualities", "/nothing", { Accept: "a;q=.1,".repeat(1_150) }),
  get("a quoted media range", "/nothing", { Accept: `a;b="${"\\".repeat(8_000)}` }),
  get("64 kB of languages", "/login", { ...PAGE, "Accept-Language": "en;q=.1,".repeat(8_000) }),
  get("64 kB of encodings", "/assets/style.css", { "Accept-Encoding": "gzip,".repeat(12_800) }),
  get("64 kB of entity tags", "/assets/style.css", { "If-None-Match": '"a",'.repeat(16_000) }),
  get("64 kB of ranges", "/assets/style.css", { Range: `bytes=${"0-1,".repeat(16_000)}` }),
  get("64 kB of cookies", "/logs", { ...PAGE, Cookie: "a=1; ".repeat(12_800) }),
  get("8 kB of cookies", "/logs", { ...PAGE, Cookie: "a=1; ".repeat(1_600) }),
  get("8 kB of addresses", "/login", { ...PAGE, "X-Forwarded-For": "192.0.2.1,".repeat(800) }),
  get("4,000 headers", "/health", headers(4_000)),
  get("90 headers", "/health", headers(90)),
  get("a token of 8 kB", "/logs", { Authorization: `Bearer ${"a.".repeat(4_000)}` }),
  get("an API key that does not exist", "/logs", { Authorization: `Bearer mc_${"a".repeat(49)}` }),
  get("an asset", "/assets/style.css"),
  get("the OpenAPI document", "/openapi.json"),
  get("the OpenAPI document, compressed", "/openapi.json", { "Accept-Encoding": "br" }),
  get("the API reference", "/docs", PAGE),
  get("the API reference, compressed", "/docs", { ...PAGE, "Accept-Encoding": "gzip" }),
  get("metrics", "/metrics"),
  get(
    "a prediction for 5,000 terms",
    `/prediction?operation=evaluate&expression=${"1%2B".repeat(4_999)}1`,
  ),
  { name: "HEAD of the OpenAPI document", text: requestText("HEAD /openapi.json", CLOSE) },
  post("a sign-in of 2 MiB", "/token", JSON_BODY, " ".repeat(2 ** 21)),
  post("a sign-in of 16 kB of spaces", "/token", JSON_BODY, " ".repeat(SMALL_BODY)),
  post("a sign-in of 16,000 brackets", "/token", JSON_BODY, "[".repeat(SMALL_BODY)),
  post("a sign-in of nested objects", "/token", JSON_BODY, '{"a":'.repeat(SMALL_BODY / 5)),
  post("a sign-in with 999 fields", "/token", FORM, repeat(999, (i) => `a${i}=1&`)),
  post("a sign-in of encoded characters", "/token", FORM, `a=${"%41".repeat(5_000)}`),
  post("a sign-in of 240 parts", "/token", multipart("b"), parts(240, "b")),
  post(
    "a boundary of 4,000 characters",
    "/token",
    multipart("b".repeat(4_000)),
    parts(1, "b".repeat(4_000)),
  ),
  post("a body of almost boundaries", "/token", multipart("bc"), "\r\n--b".repeat(3_000)),
  post("a body of hyphens", "/token", multipart("-".repeat(70)), "-".repeat(SMALL_BODY)),
  post("a username of 15 kB", "/signup2", JSON_BODY, credentials("b".repeat(15_000), "x")),
  post("a password of marks", "/signup2", JSON_BODY, credentials("b", "\u0315\u0316".repeat(128))),
  post("a weak password", "/signup2", JSON_BODY, credentials("mallory", "1a2b3c4d5e".repeat(25))),
  post("a number of 2 MB", "/factorial", JSON_BODY, `{"n":"${"1".repeat(2_000_000)}"}`),
  post("a form of 2 MB", "/factorial", { ...FORM, ...PAGE }, `n=${"%31".repeat(650_000)}`),
  post(
    "a form with a power tower",
    "/evaluate",
    { ...FORM, ...PAGE },
    expression(`${"9^".repeat(4_900)}9`),
  ),
  post(
    "a form with many factorials",
    "/evaluate",
    { ...FORM, ...PAGE },
    expression(repeat(400, (i) => `(10^18+${i})!*`) + "1"),
  ),
  post("a batch of 10,000 items", "/batch", JSON_BODY, `{"items":[${"{},".repeat(10_000)}0]}`),
  post("an MCP request of 250 kB", "/mcp", JSON_BODY, " ".repeat(250_000)),
];

function get(name: string, target: string, headers: Headers = {}): CostlyRequest {
  return { name, text: requestText(`GET ${target}`, { ...CLOSE, ...headers }) };
}

function post(name: string, path: string, headers: Headers, body: string): CostlyRequest {
  const length = { "Content-Length": new TextEncoder().encode(body).length };
  return { name, text: requestText(`POST ${path}`, { ...CLOSE, ...headers, ...length }, body) };
}

function headers(count: number): Headers {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`X-${i}`, "a"]));
}

function multipart(boundary: string): Headers {
  return { "Content-Type": `multipart/form-data; boundary=${boundary}` };
}

function parts(count: number, boundary: string): string {
  const part = (i: number) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="a${i}"\r\n\r\n1\r\n`;
  return `${repeat(count, part)}--${boundary}--\r\n`;
}

function credentials(username: string, password: string): string {
  return JSON.stringify({ username, password });
}

function expression(text: string): string {
  return `expression=${encodeURIComponent(text)}`;
}

function repeat(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join("");
}
