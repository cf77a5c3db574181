// What stands above the foot of every page, as it is now: fetched when somebody comes near. Without this it is a link.
import "./holding.js";

const place = document.querySelector("[data-foot]");

if (place) {
  const near = new IntersectionObserver(
    async (seen) => {
      if (!seen.at(-1).isIntersecting) return;
      near.disconnect();
      const answer = await fetch(place.dataset.foot, { priority: "low" });
      if (!answer.ok || answer.status !== 200) return;
      const html = await answer.text();
      await frame();
      hold(place, () => (place.innerHTML = html));
    },
    { rootMargin: "600px" },
  );
  near.observe(place);
}
