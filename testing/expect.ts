import assert from "node:assert/strict";
import * as z from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import { PROBLEMS } from "../routes/problems.ts";
import { answerSchema, problemSchema } from "../routes/response_schemas.ts";
import type { TestService } from "./service.ts";

const strictProblem = z.strictObject(problemSchema.shape);
const strictAnswer = z.strictObject(answerSchema.shape);

export type Problem = z.infer<typeof problemSchema>;

/** Internals that no response may reveal: hashes, SQL, stack traces and file names. */
const INTERNAL =
  /\$argon2|password_?hash|sqlite|no such table|insert into|select .* from|request_log|\bat [\w.<>]+ \(|\.ts:\d|node_modules|file:\/\//i;

export function assertNothingInternal(text: string): void {
  assert.doesNotMatch(text, INTERNAL);
}

/** Asserts that a response is the problem document of an error code, and returns it. */
export async function expectProblem(response: Response, code: ErrorCode): Promise<Problem> {
  const text = await response.text();
  assert.equal(response.headers.get("content-type"), "application/problem+json", text);
  const problem = strictProblem.parse(JSON.parse(text));
  const { status, title } = PROBLEMS[code];
  assert.equal(problem.code, code, text);
  assert.equal(problem.type, `/problems/${code}`);
  assert.equal(problem.title, title);
  assert.equal(problem.status, status);
  assert.equal(response.status, status);
  assert.equal(problem.request_id, response.headers.get("x-request-id"));
  const challenge = response.headers.get("www-authenticate");
  if (status === 401) assert.match(challenge ?? "", /^Bearer(?: error="invalid_token", .*)?$/);
  else assert.equal(challenge, null);
  assertNothingInternal(text);
  return problem;
}

/** Names of the invalid fields of a problem. */
export function fieldsOf(problem: Problem): string[] {
  return (problem.errors ?? []).map(({ field }) => field);
}

/** Asserts that a response is the answer to a calculation, and returns it. */
export async function expectAnswer(response: Response): Promise<z.infer<typeof answerSchema>> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get("content-type"), "application/json");
  return strictAnswer.parse(JSON.parse(text));
}

/** Asserts the status and the security headers of a page, and returns its HTML. */
export async function expectPage(response: Response, status = 200): Promise<string> {
  const html = await response.text();
  assert.equal(response.status, status, html);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /(^|; )default-src 'none'(;|$)/);
  assert.doesNotMatch(policy, /unsafe-|\*/);
  assert.match(policy, /(^|; )frame-ancestors 'none'(;|$)/);
  assert.equal(response.headers.get("referrer-policy"), "same-origin");
  assertNothingInternal(html);
  return html;
}

/** Number of log entries of the owner of a token. */
export async function recordedBy(app: TestService, token: string): Promise<number> {
  const response = await app.get("/retrieve_info", token);
  assert.equal(response.status, 200);
  return (await response.json()).calculations;
}

/** Repeats a check until it passes; rejects with its last error after the deadline. */
export async function eventually<Result>(
  check: () => Promise<Result>,
  deadlineMs = 50_000,
): Promise<Result> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
