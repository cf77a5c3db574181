// Whoever sees what stands below an element sees it stay, whatever changes in it. Some browsers do that by themselves, and
// none of them always.
globalThis.hold = (element, change) => {
  const stood = element.getBoundingClientRect().bottom;
  change();
  const moved = element.getBoundingClientRect().bottom - stood;
  if (moved && stood < innerHeight) scrollBy({ top: moved, behavior: "instant" });
};

// How far one has scrolled is known for certain only while a frame is made.
globalThis.frame = () => new Promise(requestAnimationFrame);
