import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Operation } from "../../domain/operations/mod.ts";
import type { Render } from "../../views/render.ts";
import type { Views } from "../../views/views.ts";
import type { Authentication } from "../authentication.ts";
import type { AppContext } from "../context.ts";
import { page } from "../respond.ts";

/** Puts a view into the page that stands around all of them. */
export type RenderPage = <Name extends keyof Views>(
  context: AppContext,
  name: Name,
  view: Views[Name],
  options: { readonly title: string; readonly status?: ContentfulStatusCode },
) => Promise<Response>;

export interface RenderPageOptions {
  readonly render: Render;
  readonly operations: readonly Operation[];
  readonly authentication: Pick<Authentication, "session">;
  readonly signup: boolean;
  readonly version: string;
}

export function createRenderPage(options: RenderPageOptions): RenderPage {
  const { render, authentication, signup, version } = options;
  const operations = options.operations.map(operationLink);

  return async function showPage(context, name, view, { title, status }) {
    const session = await knownSession(context);
    const frame = {
      title,
      path: context.req.path,
      username: session?.username,
      operations,
      signup,
      version,
    };
    return page(context, render(name, view, frame), status);
  };

  /** A page about a failure is shown even when the session cannot be checked. */
  async function knownSession(context: AppContext) {
    try {
      return await authentication.session(context);
    } catch {
      return undefined;
    }
  }
}

export function operationLink({ paths, title, notation, description }: Operation) {
  return { path: paths[0], title, notation, description };
}
