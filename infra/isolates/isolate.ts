import { errorText } from "../../domain/error_text.ts";
import { type Deadline, deadlineIn } from "../async/deadline.ts";

/** Messages from the supervisor to an isolate. */
export type SupervisorMessage<Start> =
  | { readonly kind: "start"; readonly start: Start }
  | { readonly kind: "stop"; readonly withinMs: number };

/** Messages from an isolate to the supervisor. */
export type IsolateMessage =
  | { readonly kind: "ready"; readonly address?: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

export interface RunningIsolate {
  /** The address it listens on; undefined if it does not listen. */
  readonly address?: string;
  /** Rejects if the start fails after the isolate has reported that it is ready. */
  readonly started?: Promise<void>;
  stop(deadline: Deadline): Promise<void>;
}

declare const self: {
  onmessage: ((event: MessageEvent) => void) | null;
  addEventListener(event: "unload", listener: () => void): void;
  postMessage(message: IsolateMessage): void;
};

/** Starts and stops this isolate as the supervisor requests, and reports failures to it. */
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
  // Otherwise the supervisor would not notice Deno.exit or process.exit.
  self.addEventListener("unload", () => {
    self.postMessage({ kind: "failed", message: "it exited by itself" });
  });
}
