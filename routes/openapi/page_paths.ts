import type { Operation } from "../../domain/operations/mod.ts";
import { type Document, problems, PUBLIC } from "./describe.ts";

const PAGE = { "text/html": { schema: { type: "string" } } };
const DESCRIPTION = { "application/json": { schema: { type: "object" } } };

/** The paths of pages. Programs get a description as JSON. */
export function pagePaths(operations: readonly Operation[]): Record<string, Document> {
  const forms = operations.filter(({ isAnsweredByGet }) => !isAnsweredByGet)
    .map(({ name, title, paths }) => [paths[0], page(`${name}_page`, `The form of ${title}`)]);
  return {
    "/": page("home", "The home page"),
    "/login": page("login_page", "The form that signs in"),
    "/signup": page("signup_page", "The form that creates an account"),
    ...Object.fromEntries(forms),
    "/problems/{code}": page("problem", "The explanation of a problem", {
      parameters: [{
        name: "code",
        in: "path",
        required: true,
        description: "The member code of a problem document",
        schema: { type: "string" },
      }],
      responses: problems("not_found"),
    }),
  };
}

function page(
  operationId: string,
  summary: string,
  { parameters = [], responses = problems() }: {
    readonly parameters?: readonly Document[];
    readonly responses?: Document;
  } = {},
): Document {
  return {
    get: {
      operationId,
      tags: ["Pages"],
      summary,
      description: "HTML for clients that accept text/html, a description as JSON for others.",
      security: PUBLIC,
      ...(parameters.length > 0 && { parameters }),
      responses: {
        200: { description: "The page", content: { ...DESCRIPTION, ...PAGE } },
        ...responses,
      },
    },
  };
}
