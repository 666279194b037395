import { Cancelled, type ComputeContext, Workspace } from "../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../domain/numbers/outline/mod.ts";
import { Question } from "../../domain/question.ts";
import { ServiceError } from "../../domain/errors.ts";
import { checkLimits } from "../../domain/limits.ts";
import type { PlanningContext } from "../../domain/planning_time.ts";
import { resultText } from "../../domain/result_text.ts";
import {
  type ComputeReply,
  type ComputeRequest,
  type ComputeStart,
  sendReply,
  WHOLE_PROGRESS,
} from "../../infra/compute/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<ComputeStart>(({ port, ...shared }) => {
  const workspace = new Workspace();
  const outlineTables = createOutlineTables();
  port.onmessage = async ({ data }: MessageEvent<ComputeRequest>) => {
    sendReply(
      port,
      await compute(data, {
        ...controlledBy(shared, data.id),
        ...(data.maxSeconds !== undefined && { maxSeconds: data.maxSeconds }),
        ...(data.maxDigits !== undefined && { maxDigits: data.maxDigits }),
        workspace,
        outlineTables,
      }),
    );
    workspace.trim();
  };
  return Promise.resolve({ stop: () => Promise.resolve(port.close()) });
});

async function compute(
  { id, question: message, limits }: ComputeRequest,
  context: ComputeContext,
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
function memoryOf({ workspace, outlineTables }: ComputeContext): PlanningContext {
  return { ...(workspace && { workspace }), ...(outlineTables && { outlineTables }) };
}

/** Connects a calculation to the stop flag and the progress shared with the pool. */
function controlledBy(
  { stopFlag, progress }: Omit<ComputeStart, "port">,
  id: number,
): ComputeContext {
  return {
    checkpoint() {
      if (Atomics.load(stopFlag, 0) === id) throw new Cancelled();
    },
    onProgress: (fraction) => Atomics.store(progress, 0, Math.round(fraction * WHOLE_PROGRESS)),
  };
}
