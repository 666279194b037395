import page from "./assets/style/page.css" with { type: "text" };
import header from "./assets/style/header.css" with { type: "text" };
import home from "./assets/style/home.css" with { type: "text" };
import forms from "./assets/style/forms.css" with { type: "text" };
import outcome from "./assets/style/outcome.css" with { type: "text" };
import answer from "./assets/style/answer.css" with { type: "text" };
import tables from "./assets/style/tables.css" with { type: "text" };
import account from "./assets/style/account.css" with { type: "text" };
import history from "./assets/style/history.css" with { type: "text" };
import narrow from "./assets/style/narrow.css" with { type: "text" };
import preferences from "./assets/style/preferences.css" with { type: "text" };
import print from "./assets/style/print.css" with { type: "text" };

const PARTS = page + header + home + forms + outcome +
  answer + tables + account + history +
  narrow + preferences + print;

/** The style sheet of all pages without indentation; adaptations to devices are its last parts. */
export function styleSheet(): string {
  return PARTS.replace(/\n\s+/g, "\n");
}
