// Applies the chosen theme before the page is drawn, and lets the user switch it.

(() => {
  const NEXT = { auto: "light", light: "dark", dark: "auto" };
  const SYMBOLS = { auto: "◐", light: "☀", dark: "☾" };
  const root = document.documentElement;
  let theme = readTheme();
  apply();

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    if (!button) return;
    button.hidden = false;
    label(button);
    button.addEventListener("click", () => {
      theme = NEXT[theme];
      apply();
      label(button);
      storeTheme();
    });
  });

  function apply() {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  function label(button) {
    button.textContent = SYMBOLS[theme];
    button.title = `Theme: ${theme}`;
    button.setAttribute("aria-label", `Theme: ${theme}`);
  }

  /** Browsers can forbid the storage. */
  function readTheme() {
    try {
      const stored = localStorage.getItem("theme");
      return Object.hasOwn(NEXT, stored) ? stored : "auto";
    } catch {
      return "auto";
    }
  }

  function storeTheme() {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The theme lasts until the page is left.
    }
  }
})();
