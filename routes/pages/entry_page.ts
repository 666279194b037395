import type { Principal } from "../../domain/accounts/principal.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import type { AppContext } from "../context.ts";
import { entryFormula } from "../entry_formula.ts";
import { elapsedText } from "./elapsed_text.ts";
import { entryLink, operationTitle, outcomeText, resultParts } from "./entry_view.ts";
import { formulaParts, formulaText } from "./formula.ts";
import type { RenderPage } from "./layout.ts";

/** The page of one recorded calculation. */
export interface EntryPage {
  show(context: AppContext, entry: LogEntry, principal: Principal): Promise<Response>;
}

export function createEntryPage(renderPage: RenderPage): EntryPage {
  return {
    show: (context, entry, { userId }) => {
      const formula = entryFormula(entry);
      const isOk = entry.outcome === "ok";
      return renderPage(context, "entry", {
        id: entry.id,
        timestamp: entry.timestamp,
        question: formulaParts(formula),
        again: entryLink(entry),
        result: isOk ? resultParts(entry, formula) : undefined,
        outcome: isOk ? undefined : outcomeText(entry.outcome),
        isAbbreviated: isOk && entry.result === null,
        facts: factsOf(entry, entry.user !== userId),
      }, { title: formulaText(formula) });
    },
  };
}

function factsOf(entry: LogEntry, isOthers: boolean) {
  const facts: Record<string, string | undefined> = {
    User: isOthers ? entry.username : undefined,
    Operation: operationTitle(entry),
    ...inputFacts(entry),
    Digits: entry.digits?.toLocaleString("en"),
    Duration: elapsedText(entry.elapsed_ms),
    "From the cache": entry.cached ? "Yes" : "No",
    "API key": entry.key_name,
    Batch: entry.batch,
    Request: entry.request_id,
    "SHA-256": entry.sha256 ?? undefined,
  };
  return Object.entries(facts).flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value }]
  );
}

function inputFacts({ input }: LogEntry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [`Input ${name}`, [value].flat().join(", ")]),
  );
}
