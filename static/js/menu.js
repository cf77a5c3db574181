// The drawer. Without this script its button leads to the sections in the foot of the page.
for (const opener of document.querySelectorAll("[data-opens]")) {
  const drawer = document.getElementById(opener.dataset.opens);
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    drawer.showModal();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      drawer.showModal();
    }
  });
}

// On a narrow page the row of sections runs on: bring the current one into sight.
const here = document.querySelector(".nav [aria-current]");
if (here) {
  // Not before the first picture of the page: until then its sheets may be on their way.
  requestAnimationFrame(() => {
    const row = here.closest("ul");
    const [seen, wanted] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
    row.scrollLeft += wanted.left + wanted.width / 2 - seen.left - seen.width / 2;
  });
}

for (const drawer of document.querySelectorAll("dialog")) {
  drawer.addEventListener("click", (event) => {
    // A click on the veil counts as one on the dialog itself.
    if (event.target === drawer || event.target.closest("[data-closes]")) drawer.close();
  });
}
