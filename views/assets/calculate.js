// Answers the form without leaving the page, and shows the progress of the calculation. Without this
// script the browser submits the form itself.

import { readEvents } from "./events.js";
import { announce, markFormerAnswer, showNotice, showPage } from "./outcome.js";
import { watchForPrediction } from "./prediction.js";
import { startProgress } from "./progress.js";

const form = document.querySelector("form.question");

/** Cancels the running question; undefined while none is running. */
let cancelRunning;

/** The address of the question that the page shows. */
let shownAddress = location.pathname + location.search;

watchForPrediction(form);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(new URLSearchParams(new FormData(form, event.submitter)));
});
form.querySelector("details.functions")?.addEventListener("toggle", async () => {
  (await import("./functions.js")).offerFunctions(form);
}, { once: true });
// Questions that the page suggests.
document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!target.matches("form.again")) return;
  event.preventDefault();
  for (const [name, value] of new FormData(target, submitter)) form.elements[name].value = value;
  ask(new URLSearchParams(new FormData(form)));
});
addEventListener("pagehide", () => cancelRunning?.());
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shownAddress) location.reload();
});

/** Sends a question. It replaces the running one, which is cancelled. */
async function ask(question) {
  cancelRunning?.();
  const cancellation = new AbortController();
  const progress = startProgress(form, () => {
    cancelRunning();
    markFormerAnswer();
    announce("Cancelled before the answer arrived.", "visible");
    form.querySelector("input").focus();
  });
  cancelRunning = () => {
    cancellation.abort();
    progress.end();
    cancelRunning = undefined;
  };
  try {
    const page = await fetchPage(question, cancellation.signal, progress.update);
    show(page, question);
  } catch (error) {
    if (cancellation.signal.aborted) return;
    showNotice(error.message, error.link);
  }
  progress.end();
  cancelRunning = undefined;
}

/** Resolves with the last event. Rejects with a message for the user. */
async function fetchPage(question, signal, onProgress) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "text/event-stream;view=page" },
    body: question,
    signal,
  }).catch(connectionLost);
  if (!response.ok) throw await refusalOf(response);
  try {
    for await (const { event, data } of readEvents(response)) {
      if (event === "page") return data;
      onProgress(data);
    }
  } catch {
    // The connection was closed, as at the end of a stream without a page.
  }
  return connectionLost();
}

async function refusalOf(response) {
  const { detail } = await response.json().catch(connectionLost);
  const link = response.status === 401 ? signInLink() : undefined;
  return Object.assign(new Error(detail), { link });
}

/** The question stays in the form of this tab. */
function signInLink() {
  const link = document.createElement("a");
  link.href = new URL("login", form.action);
  link.target = "_blank";
  link.textContent = "Sign in";
  return link;
}

function connectionLost() {
  throw new Error("The server cannot be reached. Your question is still here: try again.");
}

function show({ location: target, html, url }, question) {
  if (target) return location.assign(target);
  const page = new DOMParser().parseFromString(html, "text/html");
  showPage(page, form, question);
  replaceSignInLinks(page);
  if (!url || url === shownAddress) return;
  shownAddress = url;
  history.pushState(null, "", url);
}

/** The links of the header return to the question. */
function replaceSignInLinks(page) {
  const links = page.querySelectorAll("a.sign-in");
  for (const [index, link] of document.querySelectorAll("a.sign-in").entries()) {
    if (links[index]) link.href = links[index].getAttribute("href");
  }
}
