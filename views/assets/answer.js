// Copies an answer, and shows any of its digits.

import { announce } from "./outcome.js";

/** Copies the answer of a button, with all its digits. */
export async function copy(button) {
  const answer = button.closest(".answer");
  const digits = answer.querySelector(".digits");
  const isWhole = digits && !digits.querySelector(".gap");
  const text = isWhole ? digits.textContent : await wholeResult(answer.querySelector(".download"));
  await navigator.clipboard.writeText(text.trim());
  button.textContent = "Copied";
  announce("Copied.");
}

async function wholeResult(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "text/plain" },
    body: new URLSearchParams(new FormData(form)),
  });
  return await response.text();
}

/** Shows any digits of a long result below those that the page has. */
export async function showWindow(form) {
  const query = new URLSearchParams(new FormData(form));
  const response = await fetch(`${form.action}?${query}`, { headers: { Accept: "text/plain" } });
  const output = form.querySelector("output");
  output.hidden = false;
  output.textContent = response.ok ? await response.text() : (await response.json()).detail;
}
