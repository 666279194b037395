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

/** The style of all pages; adaptations to devices are its last parts. */
export const STYLE_SHEET = page + header + home + forms + outcome + answer + narrow + preferences +
  print;

/** The style that pages about an account add: signing in, settings, users and history. */
export const ACCOUNT_STYLE_SHEET = tables + account + history;
