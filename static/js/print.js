// A button that prints the page. Without this script it stays hidden; the browser's menu prints too.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
