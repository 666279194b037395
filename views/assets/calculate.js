// Asks for the answer as events, to show how far it is. Without this the form works as it is.

// A page shows so many digits in full, also without this.
const ACCEPT = "text/event-stream;digits=3000, text/html;q=0.9";

start();

function start() {
  const form = document.querySelector("form.question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const leaving = new AbortController();
  const work = showWork(form, () => leaving.abort());
  document.querySelectorAll(".answer, .notice").forEach((element) => element.remove());
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: ACCEPT },
      body: new URLSearchParams(new FormData(form)),
      signal: leaving.signal,
    });
    if (response.status === 401) form.submit();
    else if (isEvents(response)) await follow(response, work);
    else replacePage(await response.text(), response.status);
  } catch (error) {
    if (!leaving.signal.aborted) showNotice(`The answer did not arrive: ${error.message}`);
  } finally {
    work.hide();
  }
}

async function follow(response, work) {
  for await (const { event, data } of eventsOf(response)) {
    if (event === "progress") work.show(data);
    else return event === "result" ? showAnswer(data) : showNotice(data.detail, data.type);
  }
  throw new Error("the connection ended");
}

function isEvents(response) {
  return response.headers.get("content-type") === "text/event-stream";
}

async function* eventsOf(response) {
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

/** The bar below the form, while there is something to wait for. */
function showWork(form, onCancel) {
  const element = document.querySelector(".work");
  const [bar, words, cancel] = ["progress", ".hint", "button"].map((selector) =>
    element.querySelector(selector)
  );
  const submit = form.querySelector("button");
  submit.disabled = true;
  cancel.onclick = onCancel;
  return {
    show({ fraction, seconds_left }) {
      element.hidden = false;
      bar.value = fraction;
      words.textContent = `${Math.floor(fraction * 100)} %, ${Math.ceil(seconds_left)} s left`;
    },
    hide() {
      element.hidden = true;
      submit.disabled = false;
    },
  };
}

function showAnswer({ id, input, result, first, last, digits, cached, elapsed_ms, timestamp }) {
  const answer = document.querySelector("#answer-template").content.cloneNode(true);
  const fact = (name) => answer.querySelector(`[data-fact=${name}]`);
  const count = digits.toLocaleString("en");
  const output = answer.querySelector("output");
  if (result !== null) output.textContent = result;
  else {
    const gap = document.createElement("span");
    gap.className = "gap";
    gap.textContent = `… ${count} digits in all …`;
    output.replaceChildren(first, gap, last);
  }
  fact("digits").textContent = count;
  fact("time").textContent = `${elapsed_ms.toLocaleString("en")} ms` +
    (cached ? ", from the cache" : "");
  fact("recorded").dateTime = timestamp;
  fact("recorded").textContent = `${timestamp.slice(0, 19).replace("T", " ")} UTC`;
  fact("id").textContent = id;
  const download = answer.querySelector(".download");
  for (const [name, value] of Object.entries(input)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    download.prepend(field);
  }
  document.querySelector("main > section").after(answer);
}

function showNotice(text, link) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.role = "alert";
  notice.append(text);
  if (link) {
    const more = document.createElement("a");
    more.href = link;
    more.textContent = "What this means";
    notice.append(" ", more);
  }
  document.querySelector("form.question").before(notice);
}

/** What is refused comes as the page that the form would have got. */
function replacePage(html, status) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (!main?.querySelector("form.question")) throw new Error(`status ${status}`);
  document.querySelector("main").replaceWith(main);
  start();
}
