// Says below the form how many digits the answer will have. The server predicts it.

/** A pause in typing. */
const PAUSE_MS = 300;

export function watchForPrediction(form) {
  let timer;
  let cancellation;
  form.addEventListener("input", ({ target }) => {
    forgetError(target);
    clearTimeout(timer);
    cancellation?.abort();
    timer = setTimeout(() => {
      cancellation = new AbortController();
      showPrediction(form, cancellation.signal);
    }, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    cancellation?.abort();
  });
}

/** Longer questions are not predicted: they do not fit in an address. */
const MAX_QUERY_CHARACTERS = 6_000;

async function showPrediction(form, signal) {
  const query = new URLSearchParams({ operation: form.dataset.operation });
  for (const [name, value] of new FormData(form)) query.append(name, value);
  const hint = form.querySelector(".prediction");
  if (String(query).length > MAX_QUERY_CHARACTERS) return hint.replaceChildren();
  try {
    const response = await fetch(new URL(`prediction?${query}`, form.action), { signal });
    hint.textContent = response.ok ? (await response.json()).text : "";
  } catch {
    // Another prediction replaces this one, or there is no connection.
  }
}

/** An error is about what was in the field before. */
function forgetError(input) {
  input.removeAttribute("aria-invalid");
  for (const each of input.closest(".field").querySelectorAll(".error, .readings")) each.remove();
}
