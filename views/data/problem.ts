/** The page that explains a problem code. */
export interface ProblemView {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly explanation: string;
  readonly example: string;
}

/** The page of an error. */
export interface FailureView {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
}
