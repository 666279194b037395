/** The connection of a request. */
export interface ConnectionBinding {
  /**
   * Keeps the connection from being closed as idle until the returned function is called, once.
   * `onClosed` is called if it closes before that.
   */
  hold(onClosed: () => void): () => void;
  /** Resolves when the client has sent another request or the connection has closed. */
  untilReused(): Promise<void>;
  /** Closes the connection unless another request or response is under way, as in HTTP/2. */
  closeUnlessBusy(): void;
}
