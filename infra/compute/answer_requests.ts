import { ServiceError } from "../../domain/errors.ts";
import { checkLimits } from "../../domain/limits.ts";
import { Cancelled, type ComputeContext, Workspace } from "../../domain/numbers/mod.ts";
import { createOutlineTables, type OutlineContext } from "../../domain/numbers/outline/mod.ts";
import type { PlanningContext } from "../../domain/planning_time.ts";
import { Question } from "../../domain/question.ts";
import { resultText } from "../../domain/result_text.ts";
import {
  type ComputeReply,
  type ComputeRequest,
  sendReply,
  type SharedState,
  WHOLE_PROGRESS,
} from "./protocol.ts";

/** Returns a function that runs one calculation and sends its reply to the port. */
export function createRequestHandler(
  port: MessagePort,
  shared: SharedState,
): (request: ComputeRequest) => Promise<void> {
  const workspace = new Workspace();
  const outlineTables = createOutlineTables();
  return async (request) => {
    const { maxSeconds, maxDigits } = request;
    const reply = await compute(request, {
      ...controlledBy(shared, request.id),
      ...(maxSeconds !== undefined && { maxSeconds }),
      ...(maxDigits !== undefined && { maxDigits }),
      workspace,
      outlineTables,
    });
    sendReply(port, reply);
    workspace.trim();
  };
}

async function compute(
  { id, question: message, limits }: ComputeRequest,
  context: OutlineContext,
): Promise<ComputeReply> {
  try {
    const question = Question.fromMessage(message);
    if (limits) checkLimits(question, limits, memoryOf(context));
    context.checkpoint();
    return { id, result: await resultText(question.plan.compute(context)) };
  } catch (error) {
    if (error instanceof Cancelled) return { id, cancelled: true };
    if (error instanceof ServiceError) {
      const { code, message, errors, members } = error;
      return { id, refusal: { code, message, errors, members } };
    }
    return { id, error: (error as Error).stack ?? String(error) };
  }
}

/** What a prediction shares with the calculation that follows it. */
function memoryOf({ workspace, outlineTables }: OutlineContext): PlanningContext {
  return { ...(workspace && { workspace }), ...(outlineTables && { outlineTables }) };
}

/** Connects a calculation to the stop flag and the progress shared with the pool. */
function controlledBy(
  { stopFlag, progress }: SharedState,
  id: number,
): ComputeContext {
  return {
    checkpoint() {
      if (Atomics.load(stopFlag, 0) === id) throw new Cancelled();
    },
    onProgress: (fraction) => Atomics.store(progress, 0, Math.round(fraction * WHOLE_PROGRESS)),
  };
}
