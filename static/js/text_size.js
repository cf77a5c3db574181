// How large a text is set, in three steps; kept in this browser. theme.js sets it before the page is drawn.
const SIZES = ["", "large", "larger"];
const root = document.documentElement;

for (const button of document.querySelectorAll("[data-text-size]")) {
  const said = button.closest("[data-share]").querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const size = SIZES[(SIZES.indexOf(root.dataset.text ?? "") + 1) % SIZES.length];
    if (size) root.dataset.text = size;
    else delete root.dataset.text;
    try {
      if (size) localStorage.setItem("text", size);
      else localStorage.removeItem("text");
    } catch {
      // Storage is closed to us: the choice lasts for this page.
    }
    const words = button.dataset[size || "usual"];
    said.textContent = words;
    setTimeout(() => said.textContent === words && (said.textContent = ""), 3000);
  });
}
