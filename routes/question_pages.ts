import type { Principal } from "../domain/accounts/principal.ts";
import type { Answer, Calculator, Requester } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import { Question, questionShape } from "../domain/question.ts";
import { type Answers, requesterOf } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import { isFormPost, MAX_BODY_BYTES, type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { parametersObject, trimmedBodyObject, type Values } from "./body_object.ts";
import type { CalculationEvents } from "./calculation_events.ts";
import type { AppContext } from "./context.ts";
import type { Guests } from "./guests.ts";
import { pageEvent, pageEventResponse, wantsPageEvents } from "./page_events.ts";
import type { OperationPage, Outcome } from "./pages/operation_page.ts";
import { readTypedValues } from "./pages/typed_values.ts";
import { questionLink } from "./question_link.ts";
import { createRecentValues } from "./recent_values.ts";
import { prepareErrorResponse } from "./respond.ts";
import { createShownAnswers } from "./shown_answers.ts";
import { signInLocation, signInRedirect } from "./sign_in_redirect.ts";

/** Questions from browsers. */
export interface QuestionPages {
  /**
   * Answers a form: with a redirect to the address of the question, which shows the answer while it
   * is cached; with the page itself where the address could not show the same; or with events for
   * the script of the page.
   */
  submit(context: AppContext, operation: Operation): Promise<Response>;
  /** Shows the form with the question in the address, and its answer if it is in the cache. */
  show(context: AppContext, operation: Operation): Promise<Response>;
}

export interface QuestionPagesOptions {
  readonly calculator: Calculator;
  readonly answers: Answers;
  readonly events: CalculationEvents;
  readonly authentication: Authentication;
  readonly guests: Guests;
  readonly readBody: ReadBody;
  readonly page: OperationPage;
}

/** A submitted form as it was read. */
interface Submission {
  readonly operation: Operation;
  readonly values: Values;
  /** The address of the question; undefined if it is too long for one. */
  readonly link: string | undefined;
}

/** A question of a visitor; without values if it is too long to be read. */
type Unanswered = Pick<Submission, "operation" | "link"> & {
  readonly values: Values | undefined;
};

/**
 * The questions that were refused as `result_too_large`: their pages say so even if planning them
 * again takes too long for a page.
 */
const TOO_LARGE = { maxValues: 1_000, maxKeyCharacters: 8_000 };

const STAYS_IN_FORM =
  "You are not signed in, perhaps because your session has ended. Your question is still here: " +
  "sign in in another tab, then press Calculate again.";

const STAYS_BEHIND =
  "You are not signed in, perhaps because your session has ended. Sign in in another tab, then go " +
  "back to your question and press Calculate again.";

interface OutlineOptions {
  /** Why the question was refused. */
  readonly error: ServiceError;
  readonly user: Principal | undefined;
  /** A link computes nothing. */
  readonly source: "computed" | "cache";
  /** Stops the computation; by default the disconnect of the client does. */
  readonly signal?: AbortSignal;
}

export function createQuestionPages(options: QuestionPagesOptions): QuestionPages {
  const { calculator, answers, events, authentication, guests, readBody, page } = options;
  const shownAnswers = createShownAnswers();
  const tooLarge = createRecentValues<ServiceError>(TOO_LARGE);

  async function submit(context: AppContext, operation: Operation): Promise<Response> {
    const user = await authentication.find(context);
    const sent = await readForm(context, user);
    if (!sent) return await signIn(context, { operation, values: undefined, link: undefined });
    const { values, doubts } = readTypedValues(operation, sent);
    const submission = { operation, values, link: questionLink(operation, values) };
    if (!user && !guests.areAnswered) return await signIn(context, submission);
    if (Object.keys(doubts).length > 0) return await refuse(context, submission, { doubts });
    let question: Question | undefined;
    try {
      question = Question.parse(operation, values);
      const principal = user ?? guests.principal(question);
      if (!principal) return await signIn(context, submission);
      if (user) await authentication.require(context, "calculate");
      else await guests.count(context);
      const requester = requesterOf(context, principal);
      if (sent.download !== undefined) {
        return answers.download(context, await calculator.calculate(question, requester));
      }
      return wantsPageEvents(context)
        ? await calculateWithEvents(context, submission, { question, requester, user })
        : await calculateAndRedirect(context, submission, question, requester);
    } catch (thrown) {
      const error = refusalOf(thrown);
      const answer = await outlineInstead(context, submission, { error, user, source: "computed" });
      const outcome = { error, answer, isGuest: !user };
      // The address would ask for Calculate again.
      const isOutlineRefused = !answer && canBeOutlined(submission, error);
      return isRefusedAgain(question) && !isOutlineRefused
        ? await refuse(context, submission, outcome)
        : await fail(context, submission, outcome);
    }
  }

  /** Visitors without an account send short questions only; undefined for a longer one. */
  async function readForm(
    context: AppContext,
    user: Principal | undefined,
  ): Promise<Values | undefined> {
    const maxBytes = user ? MAX_BODY_BYTES : SMALL_BODY_BYTES;
    try {
      return trimmedBodyObject(await readBody(context, { exactNumbers: true, maxBytes }));
    } catch (error) {
      const isTooLarge = error instanceof ServiceError && error.code === "body_too_large";
      if (isTooLarge && !user) return undefined;
      throw error;
    }
  }

  async function calculateAndRedirect(
    context: AppContext,
    submission: Submission,
    question: Question,
    requester: Requester,
  ): Promise<Response> {
    const answer = await calculator.calculate(question, requester);
    shownAnswers.remember(requester.principal.userId, answer);
    const isCached = await calculator.find(question) !== undefined;
    const outcome = { answer, isGuest: isGuest(requester) };
    return isCached
      ? await redirectOrShow(context, submission, outcome)
      : await page.show(context, submission.operation, submission.values, outcome);
  }

  /** Sends the progress, and then the page as the last event. */
  async function calculateWithEvents(
    context: AppContext,
    submission: Submission,
    { question, requester, user }: {
      readonly question: Question;
      readonly requester: Requester;
      readonly user: Principal | undefined;
    },
  ): Promise<Response> {
    const { operation, values, link } = submission;
    const lastPage = async (outcome: Outcome) => {
      const response = await page.show(context, operation, values, outcome);
      return pageEvent(context, { html: await response.text(), url: link });
    };
    return await events.respond(context, question, requester, {
      ofAnswer: (answer) => {
        shownAnswers.remember(requester.principal.userId, answer);
        return lastPage({ answer, isGuest: isGuest(requester) });
      },
      ofError: async (error, signal) => {
        const answer = await outlineInstead(context, submission, {
          error,
          user,
          source: "computed",
          signal,
        });
        return await lastPage({ error, answer, isGuest: !user });
      },
    });
  }

  /** An outcome that the address of the question shows, too. */
  async function refuse(
    context: AppContext,
    submission: Submission,
    outcome: Outcome,
  ): Promise<Response> {
    return wantsPageEvents(context)
      ? await lastEvent(context, submission, outcome)
      : await redirectOrShow(context, submission, outcome);
  }

  /** An outcome that only this response shows, such as a full queue. */
  async function fail(
    context: AppContext,
    submission: Submission,
    outcome: Outcome,
  ): Promise<Response> {
    if (wantsPageEvents(context)) return await lastEvent(context, submission, outcome);
    return await showOutcome(context, submission, outcome);
  }

  async function lastEvent(
    context: AppContext,
    submission: Submission,
    outcome: Outcome,
  ): Promise<Response> {
    const response = await showOutcome(context, submission, outcome);
    return pageEventResponse(context, { html: await response.text(), url: submission.link });
  }

  /** Programs and forms of other media types are never redirected. */
  async function redirectOrShow(
    context: AppContext,
    submission: Submission,
    outcome: Outcome,
  ): Promise<Response> {
    const { link } = submission;
    const isBrowserForm = isFormPost(context) &&
      context.req.header("authorization") === undefined;
    return link !== undefined && isBrowserForm
      ? context.redirect(link, 303)
      : await showOutcome(context, submission, outcome);
  }

  async function showOutcome(
    context: AppContext,
    { operation, values }: Pick<Submission, "operation" | "values">,
    outcome: Outcome,
  ): Promise<Response> {
    if (outcome.error) prepareErrorResponse(context, outcome.error);
    return await page.show(context, operation, values, outcome);
  }

  /** The sign-in page returns to the address of the question; a longer one stays in its form. */
  async function signIn(
    context: AppContext,
    { operation, values, link }: Unanswered,
  ): Promise<Response> {
    if (link === undefined) {
      const error = new ServiceError("unauthenticated", values ? STAYS_IN_FORM : STAYS_BEHIND);
      // The page still has the question, and its script shows the problem.
      if (wantsPageEvents(context)) throw error;
      return await showOutcome(context, { operation, values: values ?? {} }, { error });
    }
    return wantsPageEvents(context)
      ? pageEventResponse(context, { location: signInLocation(link) })
      : signInRedirect(context, link);
  }

  /** Whether the question is refused whenever it is sent, and not only this time. */
  function isRefusedAgain(question: Question | undefined): boolean {
    if (!question || tooLarge.get(question.key)) return true;
    try {
      calculator.accept(question);
      return false;
    } catch (error) {
      return error instanceof ServiceError;
    }
  }

  /**
   * The outline of a result that is too large to write, computed or from the cache; undefined if
   * there is none.
   */
  async function outlineInstead(
    context: AppContext,
    { operation, values }: Pick<Submission, "operation" | "values">,
    { error, user, source, signal = context.req.raw.signal }: OutlineOptions,
  ): Promise<Answer | undefined> {
    if (error.code !== "result_too_large" || !operation.outlined) return undefined;
    const question = Question.parse(operation, { ...values, outline: true });
    try {
      const principal = user ?? guests.principal(question);
      if (!principal) return undefined;
      if (source === "cache") return await lookUp(context, question, principal);
      tooLarge.set(Question.parse(operation, values).key, error);
      if (!user) await guests.count(context);
      const requester = { ...requesterOf(context, principal), signal: () => signal };
      const answer = await calculator.calculate(question, requester);
      shownAnswers.remember(principal.userId, answer);
      return answer;
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }

  /** Whether a result that is too large to write has an outline, which is not computed here. */
  function canBeOutlined(
    { operation, values }: Pick<Submission, "operation" | "values">,
    { code }: ServiceError,
  ): boolean {
    return code === "result_too_large" && operation.outlined !== undefined &&
      !isRefusedAgain(Question.parse(operation, { ...values, outline: true }));
  }

  async function show(context: AppContext, operation: Operation): Promise<Response> {
    const { values, doubts } = readTypedValues(
      operation,
      parametersObject(new URL(context.req.url).searchParams),
    );
    if (!isComplete(operation, values)) return await page.show(context, operation, values);
    const user = await authentication.find(context);
    if (!user && !guests.areAnswered) return await page.show(context, operation, values);
    if (Object.keys(doubts).length > 0) {
      return await page.show(context, operation, values, { doubts });
    }
    try {
      const question = Question.parse(operation, values);
      if (context.req.method === "HEAD") return await page.show(context, operation, values);
      const refusal = tooLarge.get(question.key);
      if (refusal) throw refusal;
      const principal = user ?? guests.principal(question);
      const answer = principal && await lookUp(context, question, principal);
      return await page.show(context, operation, values, {
        answer,
        isGuest: !user,
        isUnanswered: !answer,
      });
    } catch (thrown) {
      const error = refusalOf(thrown);
      const form = { operation, values };
      const answer = await outlineInstead(context, form, { error, user, source: "cache" });
      if (!answer && canBeOutlined(form, error)) {
        return await page.show(context, operation, values, { isUnanswered: true });
      }
      return await showOutcome(context, form, { error, answer, isGuest: !user });
    }
  }

  /** The cached answer, recorded unless it has been recorded for the same user before. */
  async function lookUp(
    context: AppContext,
    question: Question,
    principal: Principal,
  ): Promise<Answer | undefined> {
    const shown = shownAnswers.find(principal.userId, question);
    if (shown) {
      calculator.accept(question);
      const result = await calculator.find(question);
      return result && { ...shown, question, result };
    }
    const answer = await calculator.lookUp(question, requesterOf(context, principal));
    if (answer) shownAnswers.remember(principal.userId, answer);
    return answer;
  }

  return { submit, show };
}

function isGuest({ principal }: Requester): boolean {
  return (principal as Principal).credential.kind === "guest";
}

/** A refusal that a page shows. Anything else is thrown again. */
function refusalOf(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  throw thrown;
}

/** Whether a question has every field that its operation requires. */
function isComplete(operation: Operation, values: Values): boolean {
  return Object.entries(questionShape(operation)).every(([name, schema]) =>
    (values[name] !== undefined && values[name] !== "") || schema.safeParse(undefined).success
  );
}
