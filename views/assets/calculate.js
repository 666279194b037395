// Submits the form in the background and shows the progress of the calculation. Without this script
// the browser submits the form itself.

// Results of up to 3,000 digits are shown in full, as on pages that the server renders.
const ACCEPT = "text/event-stream;digits=3000, text/html;q=0.9";

enhanceForm();

function enhanceForm() {
  const form = document.querySelector("form.question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    calculate(form);
  });
}

async function calculate(form) {
  const cancellation = new AbortController();
  const progress = startProgress(form, () => cancellation.abort());
  document.querySelectorAll(".answer, .notice").forEach((element) => element.remove());
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: ACCEPT },
      body: new URLSearchParams(new FormData(form)),
      signal: cancellation.signal,
    });
    if (response.status === 401) form.submit();
    else if (isEventStream(response)) await showEvents(response, progress, new FormData(form));
    else replacePage(await response.text(), response.status);
  } catch (error) {
    if (!cancellation.signal.aborted) showNotice(`No response received: ${error.message}`);
  } finally {
    progress.hide();
  }
}

async function showEvents(response, progress, question) {
  for await (const { event, data } of readEvents(response)) {
    if (event === "progress") progress.update(data);
    else {return event === "result"
        ? showAnswer(data, question)
        : showNotice(data.detail, data.type);}
  }
  throw new Error("the connection was closed");
}

function isEventStream(response) {
  return response.headers.get("content-type") === "text/event-stream";
}

async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const blocks = (text + chunk.value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? [];
      if (event) yield { event, data: JSON.parse(data) };
    }
  }
}

/** Disables the submit button; the first update shows the progress bar and the cancel button. */
function startProgress(form, onCancel) {
  const element = document.querySelector(".progress");
  const [bar, label, cancelButton] = ["progress", ".hint", "button"].map((selector) =>
    element.querySelector(selector)
  );
  const submitButton = form.querySelector("button");
  submitButton.disabled = true;
  cancelButton.onclick = onCancel;
  return {
    update({ fraction, seconds_left }) {
      element.hidden = false;
      bar.value = fraction;
      label.textContent = `${Math.floor(fraction * 100)} %, ${Math.ceil(seconds_left)} s left`;
    },
    hide() {
      element.hidden = true;
      submitButton.disabled = false;
    },
  };
}

function showAnswer(data, question) {
  const {
    id,
    result,
    first,
    last,
    digits,
    outline,
    cached,
    elapsed_ms,
    timestamp,
    ...others
  } = data;
  const answer = document.querySelector("#answer-template").content.cloneNode(true);
  const fact = (name) => answer.querySelector(`[data-fact=${name}]`);
  const count = (outline ? BigInt(outline.digits) : digits)?.toLocaleString("en");
  const output = answer.querySelector("output");
  if (result !== null) output.textContent = result;
  else if (outline) output.textContent = outline.scientific;
  else {
    const gap = document.createElement("span");
    gap.className = "gap";
    gap.textContent = `… ${count} digits in all …`;
    output.replaceChildren(first, gap, last);
  }
  if (outline && outline.trailing !== null) {
    fact("trailing").textContent = outline.trailing;
    fact("zeros").textContent = outline.trailing_zeros;
    answer.querySelectorAll("[data-outline]").forEach((row) => row.hidden = false);
  }
  fact("digits").textContent = count ?? "";
  fact("digits").parentElement.hidden = count === undefined;
  fact("time").parentElement.before(...detailRows(others));
  fact("time").textContent = `${elapsed_ms.toLocaleString("en")} ms` +
    (cached ? ", from the cache" : "");
  fact("recorded").dateTime = timestamp;
  fact("recorded").textContent = `${timestamp.slice(0, 19).replace("T", " ")} UTC`;
  fact("id").textContent = id;
  const download = answer.querySelector(".download");
  for (const [name, value] of question) {
    if (value === "") continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    download.append(field);
  }
  document.querySelector("main > section").after(answer);
}

/** Members of an answer that the page shows in another place. */
const SHOWN_ELSEWHERE = new Set(["operation", "input", "sha256", "factors"]);

function detailRows(details) {
  return Object.entries(details)
    .filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null)
    .map(([name, value]) => {
      const row = document.createElement("div");
      const [label, text] = [document.createElement("dt"), document.createElement("dd")];
      label.textContent = inWords(name);
      text.textContent = name === "decimal" ? decimalInWords(value) : valueInWords(value);
      row.append(label, text);
      return row;
    });
}

function inWords(name) {
  return name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** As in 0.58(3), or 0.3585… (period of 42 digits from place 995). */
function decimalInWords({ digits, period }) {
  if (!period) return `${digits}…`;
  const point = digits.indexOf(".");
  const { start, length, text } = period;
  if (start + length <= digits.length - point - 1) {
    return `${digits.slice(0, point + 1 + start)}(${text})`;
  }
  const count = length === 1 ? "1 digit" : `${length} digits`;
  return `${digits}… (period of ${count} from place ${start + 1})`;
}

function valueInWords(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return abbreviate(String(value));
  return Object.entries(value).filter(([, part]) => part !== null)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${partInWords(part)}`).join(", ");
}

function partInWords(part) {
  return typeof part === "object" ? `(${valueInWords(part)})` : String(part);
}

function showNotice(text, link) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "alert";
  notice.append(text);
  if (link) {
    const explanation = document.createElement("a");
    explanation.href = link;
    explanation.textContent = "What does this mean?";
    notice.append(" ", explanation);
  }
  document.querySelector("form.question").before(notice);
}

/** Shows the page that the server sends instead of events if the input is invalid. */
function replacePage(html, status) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (!main?.querySelector("form.question")) throw new Error(`unexpected status ${status}`);
  document.querySelector("main").replaceWith(main);
  enhanceForm();
}

function abbreviate(text) {
  if (text.length <= 1_000) return text;
  return `${text.slice(0, 20)}…${text.slice(-20)} (${text.length} digits)`;
}
