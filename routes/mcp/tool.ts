import type { Principal } from "../../domain/accounts/principal.ts";
import type { Requester } from "../../domain/calculator.ts";

/** A tool that a language model can call. It reads and computes, and changes nothing. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Written for a model that reads nothing else. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Throws a ServiceError, or the reason of `ToolCall.requester.signal` after a disconnect. */
  call(args: ToolArguments, call: ToolCall): Promise<ToolResult>;
}

/** Arguments as sent by the client. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** A JSON Schema of an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The circumstances of one call. */
export interface ToolCall {
  readonly principal: Principal;
  readonly requester: Requester;
  /** Returns the address of the service that the client uses, without a trailing slash. */
  origin(): string;
  /** Returns the text for a model that describes an error, with a hint. */
  explain(error: unknown, args: ToolArguments): string;
}

/** The same content as text for a model and as a structure for programs. */
export interface ToolResult {
  readonly text: string;
  /** Matches the tool's `outputSchema`. */
  readonly structure: Readonly<Record<string, unknown>>;
  readonly link?: TextLink | undefined;
}

/** A text that the client can fetch with its own credential. */
export interface TextLink {
  readonly url: string;
  readonly description: string;
}
