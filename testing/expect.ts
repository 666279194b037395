import assert from "node:assert/strict";
import { z } from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import { PROBLEMS } from "../routes/problems.ts";
import { answerSchema, problemSchema } from "../routes/response_schemas.ts";
import type { TestService } from "./service.ts";

const strictProblem = z.strictObject(problemSchema.shape);
const strictAnswer = z.strictObject(answerSchema.shape);

export type Problem = z.infer<typeof problemSchema>;

/** What no body may hold: hashes, SQL, stack traces, file names, tokens' secrets. */
const INTERNAL =
  /\$argon2|password_?hash|sqlite|no such table|insert into|select .* from|request_log|\bat [\w.<>]+ \(|\.ts:\d|node_modules|file:\/\//i;

export function assertNothingInternal(text: string): void {
  assert.doesNotMatch(text, INTERNAL);
}

/** The problem document of a response, which must have the code with all that belongs to it. */
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
  assert.equal(response.headers.get("www-authenticate"), status === 401 ? "Bearer" : null);
  assertNothingInternal(text);
  return problem;
}

/** The fields that a problem names. */
export function fieldsOf(problem: Problem): string[] {
  return (problem.errors ?? []).map(({ field }) => field);
}

/** The answer to a calculation. */
export async function expectAnswer(response: Response): Promise<z.infer<typeof answerSchema>> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get("content-type"), "application/json");
  return strictAnswer.parse(JSON.parse(text));
}

/** The HTML of a page, which must have a status and the headers that protect pages. */
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

/** How many entries of its owner a token finds in the log. */
export async function recordedBy(app: TestService, token: string): Promise<number> {
  const response = await app.get("/retrieve_info", token);
  assert.equal(response.status, 200);
  return (await response.json()).calculations;
}

/** Asks again until a check passes; fails with its last error after a deadline. */
export async function eventually<Result>(
  check: () => Promise<Result>,
  deadlineMs = 20_000,
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
