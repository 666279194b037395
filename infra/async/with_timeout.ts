/** The result of work that ends in time; throws otherwise, and what comes later is dropped. */
export async function withTimeout<Result>(
  what: string,
  work: Promise<Result>,
  timeLimitMs: number,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`${what}: no answer within ${timeLimitMs} ms`)),
    timeLimitMs,
  );
  work.catch(() => {});
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
