// How far the text is read: the running head where the browser has no scroll timelines, and the word about what comes next.
const head = document.querySelector("[data-reading]");
const text = document.querySelector(".piece__body");
const next = document.querySelector("[data-near-end]");
const drawnByCss = CSS.supports("animation-timeline: scroll()");

function follow() {
  const { top, bottom, height } = text.getBoundingClientRect();
  const read = Math.min(1, Math.max(0, -top / Math.max(1, height - innerHeight)));
  if (!drawnByCss) {
    head.classList.toggle("is-stuck", scrollY > 260);
    head.classList.toggle("is-read", read >= 0.96);
    head.style.setProperty("--read", read);
  }
  next?.classList.toggle("is-near", bottom < innerHeight * 2);
}

if (head && text) {
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        follow();
      });
    },
    { passive: true },
  );
  follow();
}
