import type { BatchItem } from "../domain/batch.ts";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import { evaluateOperation } from "../domain/operations/evaluate.ts";
import { findOperation, type Operation, OPERATIONS } from "../domain/operations/mod.ts";
import { optionShape } from "../domain/operations/options.ts";
import { Question } from "../domain/question.ts";
import { isObject, type Values } from "./body_object.ts";

/** Maximum number of characters of a name that an error message quotes. */
const QUOTED_CHARACTERS = 40;

/**
 * Reads one item of a batch, `{"operation", "input"}` with the options beside them, or
 * `{"expression"}` with the other fields of `evaluate` beside it. An invalid item is returned as its
 * error, so that the other items can be answered.
 */
export function readBatchItem(item: unknown): BatchItem {
  try {
    return parseItem(item);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function parseItem(item: unknown): Question {
  if (!isObject(item)) throw invalidInput("", "An object is required");
  if (item.expression === undefined) return operationQuestion(item);
  if (item.operation === undefined && item.input === undefined) {
    return Question.parse(evaluateOperation, item);
  }
  throw invalidInput("expression", "expression excludes operation and input");
}

function operationQuestion({ operation, input, ...options }: Values): Question {
  if (typeof operation !== "string") {
    throw invalidInput("operation", "Use the name of an operation, or give an expression");
  }
  const known = knownOperation(operation);
  if (!isObject(input)) throw invalidInput("input", "An object with the input is required");
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(optionShape(), name)) {
      throw invalidInput(
        name.slice(0, QUOTED_CHARACTERS),
        "The members of an item are operation, input and options",
      );
    }
    if (Object.hasOwn(input, name)) throw invalidInput(name, "It is given twice");
  }
  return Question.parse(known, { ...input, ...options });
}

function knownOperation(name: string): Operation {
  const operation = findOperation(name);
  if (operation) return operation;
  const names = OPERATIONS.map(({ name }) => name).join(", ");
  throw invalidInput("operation", `Unknown operation ${quote(name)}: use one of ${names}`);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, QUOTED_CHARACTERS));
}
