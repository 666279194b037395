import type * as z from "zod";
import { findOperation, type Operation } from "./operations/mod.ts";
import type { CanonicalInput } from "./operations/operation.ts";
import {
  canonicalOptions,
  type Options,
  optionShape,
  readOptions,
  supportedOptions,
} from "./operations/options.ts";
import { parseInput } from "./parse_input.ts";
import { planQuestion, type QuestionPlan } from "./question_plan.ts";

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
  #plan: QuestionPlan | undefined;

  constructor(operation: Operation, input: unknown, options: Options) {
    this.operation = operation;
    this.input = input;
    this.options = options;
  }

  /** Validates the fields of a request. Throws `invalid_input` with one error for each field. */
  static parse(operation: Operation, values: Readonly<Record<string, unknown>>): Question {
    const { options, errors } = readOptions(operation, values);
    const input = parseInput(operation.input(), values, errors);
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

  /** The input that an answer shows: an outline shows its lengths itself. */
  get answerInput(): CanonicalInput {
    const { outline: _, ...input } = this.canonical;
    return input;
  }

  /** Key of the question; only equal questions have equal keys. */
  get key(): string {
    return this.#key ??= JSON.stringify([this.operation.name, this.canonical]);
  }

  /** Throws a ServiceError if the question has no answer. */
  check(): void {
    this.operation.check?.(this.input);
  }

  /** How the question is answered, according to its options. */
  get plan(): QuestionPlan {
    return this.#plan ??= planQuestion(this.operation, this.input, this.options);
  }
}

/** All fields of a question about an operation: its input, then the options. */
export function questionShape(operation: Operation): Readonly<Record<string, z.ZodType>> {
  const options = supportedOptions(operation).map((name) => [name, optionShape()[name]]);
  return { ...operation.input().shape, ...Object.fromEntries(options) };
}

/** The schema of one field of a question; undefined if the operation has no such field. */
export function questionField(operation: Operation, name: string): z.ZodType | undefined {
  const shape = questionShape(operation);
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}
