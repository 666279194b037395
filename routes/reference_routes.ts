import { Hono } from "hono";
import type { Operation } from "../domain/operations/mod.ts";
import type { Renderer } from "../views/render.ts";
import type { AppEnv } from "./context.ts";
import { createFixedBody } from "./fixed_body.ts";
import type { Forwarded } from "./forwarded.ts";
import type { RenderPage } from "./pages/layout.ts";
import { createReferencePage } from "./pages/reference_page.ts";
import type { OpenApiDocument } from "./reference/openapi_document.ts";

const HEADERS = { "Content-Type": "application/json", "Cache-Control": "no-cache" };

export interface ReferenceRoutesOptions {
  readonly operations: readonly Operation[];
  readonly version: string;
  /** By default the host that serves the document. */
  readonly publicUrl: string | undefined;
  readonly renderPage: RenderPage;
  readonly renderReference: Renderer["renderReference"];
  readonly forwarded: Forwarded;
}

/** The OpenAPI document, and the page that shows it. */
export function createReferenceRoutes(options: ReferenceRoutesOptions): Hono<AppEnv> {
  const { operations, version, publicUrl } = options;
  const routes = new Hono<AppEnv>();
  let loaded: ReturnType<typeof load> | undefined;

  /** Few requests need the document, and its schemas take a tenth of the start to load. */
  async function load() {
    const { openApiDocument } = await import("./openapi.ts");
    const document = openApiDocument(operations, { version, publicUrl });
    return {
      body: createFixedBody(() => JSON.stringify(document)),
      showPage: createReferencePage({
        ...options,
        document: document as unknown as OpenApiDocument,
      }),
    };
  }

  routes.get("/openapi.json", async (context) => {
    const { body } = await (loaded ??= load());
    return body.respond(context, HEADERS);
  });
  routes.get("/docs", async (context) => {
    const { showPage } = await (loaded ??= load());
    return await showPage(context);
  });
  return routes;
}
