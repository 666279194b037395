// The progress of the running calculation, beside the button that started it.

import { announce } from "./outcome.js";

/** A shorter calculation shows no progress, so that nothing flashes. */
const SHOW_AFTER_MS = 300;

/** The prediction is not exact: in the last percent only the digits are missing. */
const ALMOST_DONE = 0.99;

/** Shows the progress of a calculation until `end()` is called. */
export function startProgress(form, onCancel) {
  const element = form.querySelector(".progress");
  const [bar, label] = [element.querySelector("progress"), element.querySelector("span")];
  const cancelButton = form.querySelector(".cancel");
  const outcome = document.querySelector("#outcome");
  const timer = setTimeout(show, SHOW_AFTER_MS);
  announce("");
  cancelButton.onclick = onCancel;
  bar.removeAttribute("value");
  label.textContent = "Calculating…";

  function show() {
    for (const each of [element, cancelButton]) each.hidden = false;
    outcome.setAttribute("aria-busy", "true");
    announce("Calculating");
  }

  return {
    update({ fraction, seconds_left: seconds }) {
      if (fraction > 0) bar.value = fraction;
      label.textContent = fraction >= ALMOST_DONE
        ? "Almost done"
        : `${Math.floor(fraction * 100)} %, ${inWords(seconds)} left`;
    },
    end() {
      clearTimeout(timer);
      if (document.activeElement === cancelButton) form.querySelector("input").focus();
      for (const each of [element, cancelButton]) each.hidden = true;
      outcome.removeAttribute("aria-busy");
    },
  };
}

function inWords(seconds) {
  const rounded = Math.max(1, Math.ceil(seconds));
  return rounded < 90 ? `${rounded} s` : `${Math.round(rounded / 60)} min`;
}
