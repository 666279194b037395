/** Describes the batches written by the API process, from its metrics. */
export async function describeBatches(url: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) =>
    Number(text.split("\n").find((line) => line.startsWith(`${name} `))?.split(" ").at(-1) ?? 0);
  const batches = value("request_log_batch_entries_count");
  const entries = value("request_log_batch_entries_sum");
  const onTopic = value('request_log_write_seconds_count{destination="topic",outcome="ok"}');
  const share = Math.round(100 * onTopic / batches);
  return `${batches} batches of ${(entries / batches).toFixed(1)} entries, ${share} % of them ` +
    "on the topic";
}
