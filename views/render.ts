import { Eta } from "eta/core";
import account from "./account.eta" with { type: "text" };
import answer from "./answer.eta" with { type: "text" };
import { condenseTemplate } from "./condense.ts";
import deletion from "./deletion.eta" with { type: "text" };
import entry from "./entry.eta" with { type: "text" };
import field from "./field.eta" with { type: "text" };
import docs from "./docs.eta" with { type: "text" };
import failure from "./failure.eta" with { type: "text" };
import formula from "./formula.eta" with { type: "text" };
import home from "./home.eta" with { type: "text" };
import keys from "./keys.eta" with { type: "text" };
import layout from "./layout.eta" with { type: "text" };
import login from "./login.eta" with { type: "text" };
import logs from "./logs.eta" with { type: "text" };
import operation from "./operation.eta" with { type: "text" };
import outcome from "./outcome.eta" with { type: "text" };
import problem from "./problem.eta" with { type: "text" };
import members from "./members.eta" with { type: "text" };
import question from "./question.eta" with { type: "text" };
import reference from "./reference.eta" with { type: "text" };
import signup from "./signup.eta" with { type: "text" };
import text from "./text.eta" with { type: "text" };
import type from "./type.eta" with { type: "text" };
import type { Layout } from "./data/layout.ts";
import type { ReferenceView } from "./data/reference.ts";
import type { Views } from "./views.ts";
import users from "./users.eta" with { type: "text" };

const TEMPLATES = {
  account,
  answer,
  docs,
  deletion,
  entry,
  field,
  failure,
  formula,
  home,
  keys,
  layout,
  login,
  logs,
  members,
  operation,
  outcome,
  problem,
  question,
  reference,
  signup,
  text,
  type,
  users,
};

/** Renders a page as HTML. Everything in `view` is escaped. */
export type Render = <Name extends keyof Views>(
  name: Name,
  view: Views[Name],
  layout: Layout,
) => string;

export interface Renderer {
  readonly render: Render;
  /** Renders the content of the API reference, which takes longer than a page. */
  renderReference(view: ReferenceView): string;
}

/** The templates are compiled with the first page. */
export function createRenderer(): Renderer {
  let compiled: Eta | undefined;
  const eta = () => compiled ??= compileTemplates();
  return {
    render: (name, view, layout) => eta().render(`@${name}`, { ...view, layout }),
    renderReference: (view) => eta().render("@reference", view),
  };
}

function compileTemplates(): Eta {
  const eta = new Eta({ autoTrim: false });
  for (const [name, template] of Object.entries(TEMPLATES)) {
    eta.loadTemplate(`@${name}`, condenseTemplate(template));
  }
  return eta;
}
