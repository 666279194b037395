import type { ComputePool } from "../../../domain/ports.ts";
import type { Tracer } from "../../../domain/tracing.ts";

/**
 * Records each job from its request to its result, with the time in the queue. Work shared by
 * several requests belongs to the trace of the first.
 */
export function tracePool(pool: ComputePool, tracer: Tracer | undefined): ComputePool {
  if (!tracer) return pool;
  return {
    run(userId, job) {
      const { name } = job.question.operation;
      const span = tracer.startSpan({
        name: `compute ${name}`,
        kind: "internal",
        parent: job.traceparent,
        attributes: {
          "mathcalculator.operation": name,
          "mathcalculator.predicted_seconds": job.predictedSeconds,
        },
      });
      let worked: number | undefined;
      const attributes = () => ({ "mathcalculator.worked_seconds": worked });
      try {
        const work = pool.run(userId, {
          ...job,
          onMeasured: (seconds) => {
            worked = seconds;
            job.onMeasured?.(seconds);
          },
        });
        work.result.then(
          ({ digits }) =>
            span.end({
              attributes: { ...attributes(), "mathcalculator.digits": digits ?? undefined },
            }),
          (error) => span.end({ attributes: attributes(), error }),
        );
        return work;
      } catch (error) {
        span.end({ error });
        throw error;
      }
    },
  };
}
