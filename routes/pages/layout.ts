import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Principal } from "../../domain/accounts/principal.ts";
import { groupOperations, type Operation } from "../../domain/operations/mod.ts";
import type { Render } from "../../views/render.ts";
import type { Views } from "../../views/views.ts";
import type { Authentication } from "../authentication.ts";
import type { AppContext } from "../context.ts";
import { htmlResponse, type PageKind } from "../respond.ts";

/** Renders a view inside the shared layout. */
export type RenderPage = <Name extends keyof Views>(
  context: AppContext,
  name: Name,
  view: Views[Name],
  options: {
    readonly title: string;
    readonly status?: ContentfulStatusCode;
    readonly kind?: PageKind;
    /** Where the page is, if not at the address of the request. */
    readonly address?: string | undefined;
  },
) => Promise<Response>;

export interface RenderPageOptions {
  readonly render: Render;
  readonly operations: readonly Operation[];
  readonly authentication: Pick<Authentication, "find">;
  readonly signup: boolean;
  readonly version: string;
  /** Path of the folder of style sheets and scripts. */
  readonly assets: () => string;
}

export function createRenderPage(options: RenderPageOptions): RenderPage {
  const { render, authentication, signup, version, assets } = options;
  const groups = groupOperations(options.operations).map(([name, operations]) => ({
    name,
    operations: operations.map(operationLink),
  }));

  return async function renderPage(context, name, view, { title, status, kind, address }) {
    const principal = await signedIn(context);
    const layout = {
      title,
      path: context.req.path,
      username: principal?.username,
      isAdmin: principal?.role === "admin",
      groups,
      signup,
      version,
      assets: assets(),
      returnTo: name === "failure" ? "" : address ?? returnPath(context),
    };
    return htmlResponse(context, render(name, view, layout), { status, kind });
  };

  /** Returns undefined if sessions cannot be checked, so that error pages can still be shown. */
  async function signedIn(context: AppContext): Promise<Principal | undefined> {
    try {
      return await authentication.find(context);
    } catch {
      return undefined;
    }
  }
}

/** Where a person is after signing in from the page of a request; empty for the home page. */
function returnPath({ req }: AppContext): string {
  if (req.path === "/") return "";
  return req.method === "POST" ? req.path : req.path + new URL(req.url).search;
}

export function operationLink({ paths, title, notation, description }: Operation) {
  return { path: paths[0], title, notation, description };
}
