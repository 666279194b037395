import { freePort } from "./free_port.ts";
import { isListening } from "./is_listening.ts";
import { until } from "./until.ts";

/** Path of the collector Rotel: `pip install rotel`, then `rotel-agent` in its folder. */
export const COLLECTOR = Deno.env.get("OTLP_COLLECTOR");

/** A span that a collector has received. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly id: string;
  /** Empty for the first span of a trace. */
  readonly parentId: string;
  readonly name: string;
  /** As in `SPAN_KIND_SERVER`. */
  readonly kind: string;
}

export interface Collector extends AsyncDisposable {
  /** Address for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** All spans so far, in the order of their arrival. */
  spans(): readonly ReceivedSpan[];
}

/** Starts an OpenTelemetry collector on free ports of 127.0.0.1, which prints what it receives. */
export async function startCollector(program: string): Promise<Collector> {
  const [http, grpc] = [freePort(), freePort()];
  const child = new Deno.Command(program, {
    args: [
      ...["start", "--exporter", "blackhole", "--disable-batching"],
      ...["--otlp-http-endpoint", `127.0.0.1:${http}`],
      ...["--otlp-grpc-endpoint", `127.0.0.1:${grpc}`],
      ...["--debug-log", "traces", "--debug-log-verbosity", "detailed"],
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let output = "";
  const read = child.stdout.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write(text) {
        output += text;
      },
    }),
  );
  await until("the collector listens", () => isListening(http));
  return {
    url: `http://127.0.0.1:${http}`,
    spans: () => output.split(/^Span #\d+$/m).slice(1).filter(isComplete).map(spanOf),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await Promise.all([child.status, read]);
    },
  };
}

function isComplete(text: string): boolean {
  return text.includes("Status message");
}

function spanOf(text: string): ReceivedSpan {
  const value = (label: string) => new RegExp(`^ *${label} *: ?(.*)$`, "m").exec(text)?.[1] ?? "";
  return {
    traceId: value("Trace ID"),
    id: value("ID"),
    parentId: value("Parent ID"),
    name: value("Name"),
    kind: value("Kind"),
  };
}
