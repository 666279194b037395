import { errorText } from "../../domain/error_text.ts";
import { type Deadline, deadlineIn } from "../async/deadline.ts";

/** What the supervisor says to an isolate. */
export type SupervisorMessage<Start> =
  | { readonly kind: "start"; readonly start: Start }
  | { readonly kind: "stop"; readonly withinMs: number };

/** What an isolate says to the supervisor. */
export type IsolateMessage =
  | { readonly kind: "ready"; readonly address?: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

export interface RunningIsolate {
  /** Where it listens, if it does. */
  readonly address?: string;
  /** Rejects when it turns out that it cannot do its work. */
  readonly started?: Promise<void>;
  stop(deadline: Deadline): Promise<void>;
}

declare const self: {
  onmessage: ((event: MessageEvent) => void) | null;
  addEventListener(event: "unload", listener: () => void): void;
  postMessage(message: IsolateMessage): void;
};

/** Runs an isolate's life: started once by the supervisor's message, stopped by its next. */
export function serveIsolate<Start>(start: (options: Start) => Promise<RunningIsolate>): void {
  let running: Promise<RunningIsolate> | undefined;
  self.onmessage = async ({ data }: MessageEvent<SupervisorMessage<Start>>) => {
    try {
      if (data.kind === "start") {
        running = start(data.start);
        const { address, started } = await running;
        self.postMessage({ kind: "ready", ...(address && { address }) });
        await started;
      } else {
        await (await running)?.stop(deadlineIn(data.withinMs));
        self.postMessage({ kind: "stopped" });
      }
    } catch (error) {
      self.postMessage({ kind: "failed", message: errorText(error) });
    }
  };
  // Without this the supervisor would not notice a Deno.exit or process.exit.
  self.addEventListener("unload", () => {
    self.postMessage({ kind: "failed", message: "it ended by itself" });
  });
}
