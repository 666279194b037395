// Shows what came of a question, from the page that the server rendered for it.

/** Shows the outcome of `page` in this page, unless a field has been changed since it was sent. */
export function showPage(page, form, question) {
  document.title = page.title;
  document.querySelector("#outcome").replaceWith(page.querySelector("#outcome"));
  for (const field of page.querySelectorAll("form.question .field")) {
    replaceField(field, form, question);
  }
  form.querySelector(".prediction").textContent = "";
  const answer = document.querySelector(".answer");
  // An answer can be read without this script, which pages without an answer do not load.
  if (answer) import("./answer.js").then(({ revealCopy }) => revealCopy(), () => {});
  announce(answer?.dataset.summary ?? "");
  answer?.scrollIntoView({ block: "nearest" });
  focusAfterAnswer(form);
}

/** The value and the errors of a field as the server read it. */
function replaceField(field, form, question) {
  const input = field.querySelector("input");
  const shown = form.elements[input.id];
  if (!shown || new FormData(form).get(input.id) !== question.get(input.id)) return;
  const isFocused = document.activeElement === shown;
  shown.closest(".field").replaceWith(field);
  if (isFocused) input.focus();
}

/** The focus goes to a rejected field, and is never lost. */
function focusAfterAnswer(form) {
  const invalid = form.querySelector("[aria-invalid]");
  invalid?.closest("details")?.setAttribute("open", "");
  const { activeElement } = document;
  const isLost = activeElement === null || activeElement === document.body;
  if (invalid && (isLost || form.contains(activeElement))) invalid.focus();
  else if (isLost) form.querySelector("input").focus();
}

/** Says something to users of screen readers, and to everybody if it is to be visible. */
export function announce(text, visibility = "hidden") {
  const status = document.querySelector("form.question [role=status]");
  status.classList.toggle("unseen", visibility === "hidden");
  status.textContent = text;
}

/** Says of the answer that is shown that it is not that of the last question. */
export function markFormerAnswer() {
  document.querySelector(".answer")?.classList.add("former");
}

/** Shows why there is no answer, and a link that helps if there is one. */
export function showNotice(text, link) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "alert";
  notice.append(text, ...(link ? [" ", link] : []));
  const outcome = document.querySelector("#outcome");
  outcome.querySelector(".notice")?.remove();
  outcome.prepend(notice);
  markFormerAnswer();
}
