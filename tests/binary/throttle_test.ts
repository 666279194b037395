import { startProgram } from "../../testing/program.ts";
import { exchange, requestText } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";

Deno.test("a throttled client that is refused is told to open a new connection", async () => {
  await using program = await startProgram();
  using victim = Deno.createHttpClient({ localAddress: "127.0.0.2" });
  const isToldToClose = async () => {
    await (await fetch(`${program.address}/health`, { client: victim })).body?.cancel();
    const refusals = await Promise.all(
      Array.from({ length: 50 }, () => exchange(program.port, requestText("GET /nothing"))),
    );
    return refusals.some(({ text }) => /^HTTP\/1\.1 404 [^]*connection: close/i.test(text));
  };
  await until("it is told", isToldToClose);
});
