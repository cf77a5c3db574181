// Says once that the text was read: three seconds in sight. And by which way it was shared, or come to.
const article = document.querySelector("[data-counted]").dataset.counted;
const say = (...words) => navigator.sendBeacon("/seen", words.join(" "));

const address = new URL(location);
const mark = address.searchParams.get("s");
if (mark) {
  // The address that is copied from here shall not carry another's mark.
  address.searchParams.delete("s");
  history.replaceState(history.state, "", address);
}

let left = 3000;
let since;
let timer;

function read() {
  document.removeEventListener("visibilitychange", look);
  let fromList = false;
  try {
    fromList = sessionStorage.getItem("from-list") === article;
  } catch {
    // Storage is closed to us.
  }
  say(fromList ? "l" : "r", article);
  if (mark) say("a", article, mark);
}

function look() {
  clearTimeout(timer);
  if (since) left -= performance.now() - since;
  since = undefined;
  if (document.prerendering || document.visibilityState !== "visible") return;
  since = performance.now();
  timer = setTimeout(read, left);
}

document.addEventListener("visibilitychange", look);
document.addEventListener("prerenderingchange", look, { once: true });
look();

document.addEventListener("shared", (event) => say("s", article, event.detail));
