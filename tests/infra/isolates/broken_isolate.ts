import { serveIsolate } from "../../../infra/isolates/isolate.ts";

serveIsolate<unknown>(() => Promise.reject(new Error("No room left")));
