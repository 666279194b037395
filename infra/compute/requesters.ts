/** The requesters of shared work, counted by user. */
export class Requesters {
  readonly #counts = new Map<string, number>();

  /** Users with at least one requester, in the order in which they joined. */
  users(): IteratorObject<string> {
    return this.#counts.keys();
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  add(userId: string): void {
    this.#counts.set(userId, (this.#counts.get(userId) ?? 0) + 1);
  }

  /** Removes one requester of a user, and returns whether it was the user's last. */
  remove(userId: string): boolean {
    const count = this.#counts.get(userId) ?? 0;
    if (count > 1) this.#counts.set(userId, count - 1);
    else this.#counts.delete(userId);
    return count === 1;
  }
}
