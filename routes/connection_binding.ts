import type { Admission } from "../domain/throttle.ts";

/** The connection of a request. */
export interface ConnectionBinding {
  /** Whether it comes from the client itself and not from a proxy. */
  readonly isDirect: boolean;
  /** The admission of its first request, for which the connection has waited; undefined later. */
  takeAdmission(): Admission | undefined;
  /**
   * Keeps the connection from being closed as idle until the returned function is called, once.
   * `onClosed` is called if it closes before that.
   */
  hold(onClosed: () => void): () => void;
  /** Resolves when the client has sent another request or the connection has closed. */
  untilReused(): Promise<void>;
  /** Otherwise HTTP/2. */
  readonly isHttp1: boolean;
  /** Counts a request that is rejected until the returned function is called, once. */
  addRejected(): () => void;
  /** Closes the connection after the answers to the requests under way. */
  closeAfterAnswers(): void;
  /** The rest of the request's body will not be read; a read may be pending. */
  abandonBody(isReading: boolean): void;
  /** Closes the connection unless another request or response is under way, as in HTTP/2. */
  closeUnlessBusy(): void;
}
