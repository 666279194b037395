/** Turns the items of a batch into the text of a response. */
export interface BatchFormat {
  readonly contentType: string;
  /** Text before the first item. */
  readonly start: string;
  /** Returns the text that can be sent once an item has its answer; it may be empty. */
  add(index: number, item: Readonly<Record<string, unknown>>): string;
  /** Text after the last item. */
  readonly end: string;
}

/** One JSON object with the items in the order of the request. */
export function jsonBatch(id: string): BatchFormat {
  const waiting = new Map<number, string>();
  let next = 0;

  function takeInOrder(): string {
    let text = "";
    for (let item = waiting.get(next); item !== undefined; item = waiting.get(next)) {
      text += next === 0 ? item : `,${item}`;
      waiting.delete(next++);
    }
    return text;
  }

  return {
    contentType: "application/json",
    start: `{"batch":${JSON.stringify(id)},"items":[`,
    add: (index, item) => {
      waiting.set(index, JSON.stringify(item));
      return takeInOrder();
    },
    end: "]}",
  };
}

/** One line for each item, as soon as it is answered. */
export function ndjsonBatch(): BatchFormat {
  return {
    contentType: "application/x-ndjson",
    start: "",
    add: (index, item) => JSON.stringify({ index, ...item }) + "\n",
    end: "",
  };
}
