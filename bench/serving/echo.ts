Deno.serve(
  { hostname: "127.0.0.1", port: Number(Deno.args[0]) },
  async (request) => Response.json(await request.json()),
);
