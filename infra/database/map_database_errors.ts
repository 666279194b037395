import { ServiceError, unavailable } from "../../domain/errors.ts";

/** Turns a database's own errors into `unavailable`, with the original as its cause. */
export async function mapDatabaseErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw unavailable("The database cannot be reached", error);
  }
}
