/** The `code` of a problem document. */
export type ErrorCode =
  | "malformed_request"
  | "unauthenticated"
  | "invalid_credentials"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "request_timeout"
  | "username_taken"
  | "too_many_keys"
  | "last_administrator"
  | "gone"
  | "body_too_large"
  | "unsupported_media_type"
  | "invalid_input"
  | "invalid_expression"
  | "division_by_zero"
  | "result_too_large"
  | "too_costly"
  | "not_invertible"
  | "no_solution"
  | "rate_limited"
  | "overloaded"
  | "unavailable"
  | "time_limit_exceeded"
  | "internal";

/** An error of one member of the input; `field` is "" for the input as a whole. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  /** Where the error is in the text of the field, in UTF-16 units. */
  readonly start?: number;
  /** Exclusive. */
  readonly end?: number;
}

export interface ServiceErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Additional members of the problem document, such as `predicted_digits`. */
  readonly members?: Readonly<Record<string, string | number>>;
  readonly retryAfterSeconds?: number;
  /** The user whose account the error is about; written to the application log only. */
  readonly userId?: string | undefined;
  /** Written to the application log, never shown to a client. */
  readonly cause?: unknown;
}

/** An error whose message may be shown to clients. Internal details belong in its `cause`. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  readonly members: Readonly<Record<string, string | number>>;
  readonly retryAfterSeconds: number | undefined;
  readonly userId: string | undefined;

  constructor(code: ErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors ?? [];
    this.members = options.members ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.userId = options.userId;
  }
}

/** The database cannot be reached, or an answer could not be recorded. */
export function unavailable(message: string, cause?: unknown): ServiceError {
  return new ServiceError("unavailable", message, { retryAfterSeconds: 1, cause });
}

/** The same error for an unknown user, a wrong password and a disabled account. */
export function invalidCredentials(userId?: string): ServiceError {
  return new ServiceError("invalid_credentials", "The username or password is wrong", { userId });
}

/** Nobody could administer the service any more. */
export function lastAdministrator(): ServiceError {
  return new ServiceError(
    "last_administrator",
    "This account is the last administrator: give another user the role admin first",
  );
}

export function invalidInput(field: string, message: string): ServiceError {
  const text = field === "" ? message : `${field}: ${message}`;
  return new ServiceError("invalid_input", `Invalid input: ${text}`, {
    errors: [{ field, message }],
  });
}
