import { ServiceError, unavailable } from "../../domain/errors.ts";

/**
 * Runs work and converts errors of the driver to `unavailable`, with the original as cause. A
 * ServiceError is rethrown unchanged.
 */
export async function mapDatabaseErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw unavailable("The database cannot be reached", error);
  }
}
