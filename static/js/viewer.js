// All pictures of a page over the whole screen: swiped (it is a row that scrolls and snaps), by arrows, by buttons.
// Loaded by viewing.js. Its words and signs are in the template the page holds.
const template = document.querySelector("template[data-viewer-frame]");
const dialog = template.content.firstElementChild.cloneNode(true);
const row = dialog.querySelector("[data-row]");
const count = dialog.querySelector("[data-count]");
const [back, onward] = ["back", "onward"].map((way) => dialog.querySelector(`[data-${way}]`));
document.body.append(dialog);

let opener;

const toward = () => (getComputedStyle(row).direction === "rtl" ? -1 : 1);
const here = () => Math.round((row.scrollLeft * toward()) / row.clientWidth);

function go(place, behavior) {
  row.scrollTo({ left: place * row.clientWidth * toward(), behavior });
}

function step(by) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const place = Math.min(row.children.length - 1, Math.max(0, here() + by));
  go(place, still ? "instant" : "smooth");
}

function say() {
  const place = here();
  const words = count.dataset.words.replace("{n}", place + 1).replace("{all}", row.children.length);
  if (count.textContent !== words) count.textContent = words;
  back.disabled = place === 0;
  onward.disabled = place === row.children.length - 1;
}

export function open(links, link) {
  row.replaceChildren(
    ...links.map((one) => {
      const figure = document.createElement("figure");
      const picture = one.querySelector("picture").cloneNode(true);
      for (const source of picture.querySelectorAll("[sizes]")) source.sizes = "100vw";
      picture.querySelector("img").loading = "lazy";
      figure.append(picture);
      const words = one.closest("figure")?.querySelector("figcaption");
      if (words) figure.append(words.cloneNode(true));
      return figure;
    }),
  );
  const alone = links.length < 2;
  for (const part of [back, onward, count]) part.hidden = alone;
  opener = link;
  dialog.showModal();
  go(links.indexOf(link), "instant");
  say();
}

row.addEventListener("scroll", say, { passive: true });
back.addEventListener("click", () => step(-1));
onward.addEventListener("click", () => step(1));

dialog.addEventListener("keydown", (event) => {
  // The page runs from right to left: the next picture is to the left.
  const steps = { ArrowLeft: toward() < 0 ? 1 : -1, ArrowRight: toward() < 0 ? -1 : 1, Home: -Infinity, End: Infinity };
  if (!(event.key in steps)) return;
  event.preventDefault();
  step(steps[event.key]);
});

dialog.addEventListener("click", (event) => {
  if (event.target === row || event.target.tagName === "FIGURE" || event.target.closest("[data-closes]")) dialog.close();
});

// A turned device has another width.
addEventListener("resize", () => dialog.open && say());
dialog.addEventListener("close", () => opener?.focus());
