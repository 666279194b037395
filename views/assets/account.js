// Shows passwords, rates new ones as they are typed, and confirms a change only once.

/** A pause in typing. */
const PAUSE_MS = 300;

/** Parameters that make a page confirm a change. */
const CONFIRMATIONS = ["changed", "ended", "revoked", "deleted"];

for (const box of document.querySelectorAll(".secret")) addReveal(box);
for (const input of document.querySelectorAll('input[autocomplete="new-password"]')) {
  watchStrength(input);
}
forgetConfirmations();
if (navigator.clipboard) document.querySelectorAll("button.copy-key").forEach(addCopy);

function addCopy(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("#key").textContent);
    button.textContent = "Copied";
  });
}

function addReveal(box) {
  const [input, button, announcement] = box.children;
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  // Browsers remember what was typed in other fields.
  input.form.addEventListener("submit", () => show(false));

  function show(isShown) {
    const name = button.querySelector(".unseen").textContent.trim();
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
    button.firstChild.data = isShown ? "Hide" : "Show";
    announcement.textContent = isShown ? `The ${name} is shown` : `The ${name} is hidden`;
  }
}

function watchStrength(input) {
  const field = input.closest(".field");
  let timer;
  let cancellation;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    cancellation?.abort();
    timer = setTimeout(() => {
      cancellation = new AbortController();
      showStrength(field, input, cancellation.signal);
    }, PAUSE_MS);
  });
}

async function showStrength(field, input, signal) {
  const display = field.querySelector(".strength");
  display.hidden = input.value === "";
  if (display.hidden) return;
  const username = input.form.querySelector('[name="username"]')?.value ?? "";
  const body = JSON.stringify({ username, password: input.value });
  const headers = { "Content-Type": "application/json" };
  try {
    const address = new URL("password/strength", input.form.action);
    const response = await fetch(address, { method: "POST", headers, body, signal });
    if (!response.ok) return display.hidden = true;
    field.querySelector(".error")?.remove();
    input.removeAttribute("aria-invalid");
    const { accepted, score, message } = await response.json();
    display.dataset.score = accepted ? score : Math.min(score, 1);
    display.querySelector(".verdict").textContent = message;
  } catch {
    // Another rating replaces this one, or there is no connection.
  }
}

function forgetConfirmations() {
  const address = new URL(location);
  for (const name of CONFIRMATIONS) address.searchParams.delete(name);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
