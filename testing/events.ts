import assert from "node:assert/strict";

export interface ServerSentEvent {
  readonly event: string;
  // deno-lint-ignore no-explicit-any -- as JSON.parse returns it
  readonly data: any;
}

/** The events of a response as they arrive; leaving the loop cancels the response. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerSentEvent> {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks.filter((block) => !block.startsWith(":"))) {
      const [, event = "", data = ""] = /^event: (\w+)\ndata: ([^\n]+)$/.exec(block) ??
        assert.fail(block);
      yield { event, data: JSON.parse(data) };
    }
  }
  assert.equal(text, "");
}

/** All events of a response. Asserts that progress never falls and that the last event is final. */
export async function allEvents(response: Response): Promise<ServerSentEvent[]> {
  const events = await Array.fromAsync(eventsOf(response));
  let last = 0;
  for (const { event, data } of events.slice(0, -1)) {
    assert.equal(event, "progress");
    assert.deepEqual(Object.keys(data), ["fraction", "seconds_left"]);
    assert.ok(data.fraction >= last && data.fraction <= 1, JSON.stringify(events));
    assert.ok(data.seconds_left >= 0);
    last = data.fraction;
  }
  assert.match(events.at(-1)?.event ?? "", /^(result|problem|page)$/);
  return events;
}
