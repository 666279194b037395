import process from "node:process";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

export interface DoomedStart {
  /** The first message on it makes the isolate die. */
  readonly port: MessagePort;
  readonly death: "error" | "rejection" | "start" | "Deno.exit" | "process.exit";
}

/** Ways in which an isolate can die. */
const DEATHS: Readonly<Record<Exclude<DoomedStart["death"], "start">, () => void>> = {
  "error": () => {
    throw new TypeError("Out of order");
  },
  "rejection": () => {
    Promise.reject(new TypeError("Out of order"));
  },
  "Deno.exit": () => Deno.exit(0),
  "process.exit": () => process.exit(0),
};

serveIsolate<DoomedStart>(({ death, port }) => {
  const started = Promise.withResolvers<void>();
  port.onmessage = death === "start"
    ? () => started.reject(new TypeError("Out of order"))
    : DEATHS[death];
  return Promise.resolve({ started: started.promise, stop: () => Promise.resolve() });
});
