// Copies an answer, and shows any of its digits.

import { announce } from "./outcome.js";

revealCopy();
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button.copy");
  if (button) copy(button);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.window")) return;
  event.preventDefault();
  showWindow(event.target);
});

/** Shows the button of an answer that came after this script. */
export function revealCopy() {
  const button = document.querySelector("button.copy");
  if (button && navigator.clipboard) button.hidden = false;
}

/** Copies the answer of a button, with all its digits. */
async function copy(button) {
  const answer = button.closest(".answer");
  const digits = answer.querySelector(".digits");
  const isWhole = digits && !digits.querySelector(".gap");
  try {
    const text = isWhole
      ? digits.textContent
      : await wholeResult(answer.querySelector(".download"));
    await navigator.clipboard.writeText(text.trim()).catch(copyingRefused);
    button.textContent = "Copied";
    announce("Copied.");
  } catch (error) {
    button.textContent = "Copy";
    announce(error.message, "visible");
  }
}

function wholeResult(form) {
  return fetchText(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
}

/** Cancels the digits that are awaited: a page has one answer. */
let windowCancellation;

/** Shows any digits of a long result below those that the page has. */
async function showWindow(form) {
  windowCancellation?.abort();
  windowCancellation = new AbortController();
  const { signal } = windowCancellation;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const text = await fetchText(address, { signal }).catch(({ message }) => message);
  if (signal.aborted) return;
  const output = form.querySelector("output");
  output.hidden = false;
  output.textContent = text;
}

/** Rejects with a message for the user. */
async function fetchText(url, options) {
  const headers = { Accept: "text/plain" };
  const response = await fetch(url, { ...options, headers }).catch(connectionLost);
  if (response.ok) return await response.text().catch(connectionLost);
  throw new Error((await response.json().catch(connectionLost)).detail);
}

function connectionLost() {
  throw new Error("The server cannot be reached: try again.");
}

function copyingRefused() {
  throw new Error("The browser does not let this page copy.");
}
