const EVERY_MS = 50;

/** Polls until the result is neither undefined nor false, and returns it. */
export async function until<Answer>(
  condition: string,
  poll: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  deadlineMs = 50_000,
): Promise<Answer> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await poll();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) {
      throw new Error(`Timed out after ${deadlineMs} ms, waiting until: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
