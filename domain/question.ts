import type { z } from "zod";
import type { ComputeContext, DecimalText, DigitCount } from "./numbers/mod.ts";
import { findOperation, type Operation } from "./operations/mod.ts";
import type { CanonicalInput } from "./operations/operation.ts";
import {
  canonicalOptions,
  OPTION_SHAPE,
  type Options,
  optionsSchema,
} from "./operations/options.ts";
import { parseBoth } from "./parse_input.ts";

/** A question as plain data, for sending to another isolate. */
export interface QuestionMessage {
  readonly operation: string;
  readonly input: unknown;
  readonly options: Options;
}

/** An operation with its validated input and options: everything that determines the answer. */
export class Question {
  readonly operation: Operation;
  readonly input: unknown;
  readonly options: Options;
  #canonical: CanonicalInput | undefined;
  #key: string | undefined;

  constructor(operation: Operation, input: unknown, options: Options) {
    this.operation = operation;
    this.input = input;
    this.options = options;
  }

  /** Validates the fields of a request. Throws `invalid_input` with one error for each field. */
  static parse(operation: Operation, values: Readonly<Record<string, unknown>>): Question {
    const [input, options] = parseBoth(operation.input, optionsSchema, values);
    return new Question(operation, input, options);
  }

  /** Restores a question from `message()`. */
  static fromMessage({ operation: name, input, options }: QuestionMessage): Question {
    const operation = findOperation(name);
    if (!operation) throw new RangeError(`Unknown operation ${JSON.stringify(name)}`);
    return new Question(operation, input, options);
  }

  message(): QuestionMessage {
    return { operation: this.operation.name, input: this.input, options: this.options };
  }

  /** Input and options as canonical texts by name, as answers and log entries show them. */
  get canonical(): CanonicalInput {
    return this.#canonical ??= {
      ...this.operation.canonical(this.input),
      ...canonicalOptions(this.options),
    };
  }

  /** Key of the question; only equal questions have equal keys. */
  get key(): string {
    return this.#key ??= JSON.stringify([this.operation.name, this.canonical]);
  }

  /** Throws a ServiceError if the question has no answer. */
  check(): void {
    this.operation.check?.(this.input);
  }

  /** Digits of the result, predicted without expanding it. */
  predictDigits(): DigitCount {
    return this.operation.predictDigits(this.input);
  }

  /** Predicted seconds on one core of the reference machine. */
  predictSeconds(): number {
    return this.operation.predictSeconds(this.input);
  }

  /** The exact result as canonical text. Throws `Cancelled` from `context.checkpoint()`. */
  compute(context: ComputeContext): DecimalText {
    return this.operation.compute(this.input, context);
  }
}

/** All fields of a question about an operation: its input, then the options. */
export function questionShape(operation: Operation): Readonly<Record<string, z.ZodType>> {
  return { ...operation.input.shape, ...OPTION_SHAPE };
}
