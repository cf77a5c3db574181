// How far the text is read: the running head where the browser has no scroll timelines, and the word about what comes next.
const head = document.querySelector("[data-reading]");
const text = document.querySelector(".piece__body");
const prose = document.querySelector(".piece__body .prose");
const next = document.querySelector("[data-near-end]");
const card = document.querySelector("[data-next-card]");
const after = document.querySelector(".pager, .related, .footer");
const drawnByCss =
  CSS.supports("animation-timeline: scroll()") && !matchMedia("(prefers-reduced-motion: reduce)").matches;

function follow() {
  const { top, height } = text.getBoundingClientRect();
  const { bottom } = prose.getBoundingClientRect();
  const read = Math.min(1, Math.max(0, -top / Math.max(1, height - innerHeight)));
  if (!drawnByCss) {
    head.classList.toggle("is-stuck", scrollY > 260);
    head.classList.toggle("is-read", read >= 0.96);
    head.style.setProperty("--read", read);
  }
  next?.classList.toggle("is-near", bottom < innerHeight * 2);
  if (card) {
    // Only where the text has ended above it, and no longer than until the same words come up in the page.
    const top = innerHeight - card.offsetHeight;
    const isNear = bottom < top && after.getBoundingClientRect().top > top;
    card.classList.toggle("is-near", isNear);
    card.inert = !isNear;
  }
}

if (card) {
  // Whoever sent it away is not asked again while this tab is open.
  const sentAway = (() => {
    try {
      return sessionStorage.getItem("next-card") === "no";
    } catch {
      return false;
    }
  })();
  card.hidden = sentAway;
  card.querySelector("[data-dismisses]").addEventListener("click", () => {
    card.hidden = true;
    try {
      sessionStorage.setItem("next-card", "no");
    } catch {
      // Storage is closed to us.
    }
  });
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
