import type { Contender } from "./contender.ts";
import { beside } from "./programs.ts";
import { freePort } from "../../testing/free_port.ts";
import { startServer } from "./server_process.ts";

export const echo: Contender = {
  name: "Deno.serve echo",
  start() {
    const port = freePort();
    const args = ["run", "--allow-net", beside("echo.ts"), String(port)];
    return startServer({ program: Deno.execPath(), args, port });
  },
};
