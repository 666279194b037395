import type { Renderer } from "../../views/render.ts";
import type { AppContext } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";
import type { OpenApiDocument } from "../reference/openapi_document.ts";
import { referenceView } from "../reference/reference_view.ts";
import type { RenderPage } from "./layout.ts";

/** Stands for scheme and host, which differ between requests. */
const ORIGIN = "https://origin.invalid";

export interface ReferencePageOptions {
  readonly document: OpenApiDocument;
  readonly renderPage: RenderPage;
  readonly renderReference: Renderer["renderReference"];
  readonly forwarded: Forwarded;
}

/** The API reference, rendered once but for the host in its examples. */
export function createReferencePage(options: ReferencePageOptions) {
  const { document, renderPage, renderReference, forwarded } = options;
  let reference: string | undefined;
  /** Most clients use the same address. */
  let last = { root: "", html: "" };

  return function showReference(context: AppContext): Promise<Response> {
    reference ??= renderReference(referenceView(document, ORIGIN));
    const root = forwarded.root(context);
    if (root !== last.root) last = { root, html: reference.replaceAll(ORIGIN, () => root) };
    const { html } = last;
    return renderPage(context, "docs", { html }, { title: "API reference", kind: "document" });
  };
}
