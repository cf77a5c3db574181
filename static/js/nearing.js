// The talk of readers below a text, and what writes to it, come when somebody comes near. Without this there are links.
import "./holding.js";

const space = document.querySelector("[data-far]");
const band = space?.closest(".band");

async function keepingBelow(change) {
  await frame();
  hold(band, change);
}

async function bring() {
  const { show } = await import(space.dataset.far);
  if (space.querySelector("[data-write]")) return;
  await show(keepingBelow);
}

// It was given room before its length was known. What is too much of that goes when nobody sees what stands below move.
function settle() {
  const watch = new IntersectionObserver(async () => {
    // As it stands now: whoever scrolls fast is further than what was observed.
    await frame();
    const hasPassed = band.getBoundingClientRect().bottom < 0;
    const endsOutOfSight = space.getBoundingClientRect().bottom >= innerHeight;
    if (!hasPassed && !endsOutOfSight) return;
    watch.disconnect();
    hold(band, () => band.classList.remove("band--awaited"));
  });
  watch.observe(band);
}

if (space) {
  const watch = new IntersectionObserver(
    async (seen) => {
      if (!seen.at(-1).isIntersecting) return;
      watch.disconnect();
      // Where it does not come, the link is still there.
      await bring().catch(() => {});
      settle();
    },
    { rootMargin: "600px" },
  );
  watch.observe(space);
}
