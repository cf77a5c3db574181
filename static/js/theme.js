// Day or night, and the size of a text, as the reader last chose; without a choice, as the system says and as it is usual.
// Runs before the page is drawn.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  let text = null;
  try {
    chosen = localStorage.getItem("theme");
    text = localStorage.getItem("text");
  } catch {
    // Storage is closed to us: the choice lasts for this page.
  }
  // A proof is made for the one or for the other.
  if (!root.dataset.theme && (chosen === "dark" || chosen === "light")) root.dataset.theme = chosen;
  if (text === "large" || text === "larger") root.dataset.text = text;
  root.classList.add("js");

  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        try {
          localStorage.setItem("theme", root.dataset.theme);
        } catch {
          // As above.
        }
      });
    }
  });
})();
