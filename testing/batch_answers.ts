import type { HttpClient } from "./http_client.ts";

export interface BatchOptions {
  readonly items: readonly unknown[];
  readonly token: string;
}

/**
 * Ids of the answers to a batch, each as soon as its line has arrived. Throws a TypeError if the
 * connection ends early, and an Error for an item with a problem.
 */
export async function* batchAnswers(
  client: HttpClient,
  { items, token }: BatchOptions,
): AsyncGenerator<string> {
  const response = await client.request("/batch", {
    method: "POST",
    headers: {
      Accept: "application/x-ndjson",
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ items }),
  });
  let rest = "";
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const { status, id, detail } = JSON.parse(line);
      if (status !== 200) throw new Error(detail);
      yield id;
    }
  }
  if (response.status !== 200) throw new Error(rest);
}
