// Signing in without leaving the page: shows what the sign-in page, and those it leads to, have to say in a dialog.
const door = document.createElement("dialog");
door.className = "doorway";
door.setAttribute("aria-labelledby", "door-name");
document.body.append(door);

let address;
let busy = false;

export async function open(signIn) {
  const url = new URL(signIn);
  url.searchParams.set("next", location.pathname + location.search);
  await go(url);
}

async function go(url, sent) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" }, ...sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = page.querySelector("[data-door=dialog]") ?? (answer.ok ? null : trouble(page));
    // Whatever does not belong in here is a page of its own: the one to come back to, or the second factor.
    if (!words) return location.assign(answer.url);
    address = answer.url;
    await dress(page);
    show(words, page.querySelector("[data-closes]"));
    for (const script of page.querySelectorAll("script[src]")) import(script.src);
  } finally {
    busy = false;
  }
}

function show(words, close) {
  door.replaceChildren(words, close ?? door.querySelector("[data-closes]"));
  if (!door.open) door.showModal();
  // What was pressed is gone.
  (door.querySelector("[aria-invalid=true]") ?? door.querySelector("[autofocus]") ?? door.querySelector("h1")).focus();
}

// The sheets of what is shown, where the page below has none of them.
function dress(page) {
  const missing = [...page.querySelectorAll("link[rel=stylesheet]")].filter(
    (sheet) => !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`),
  );
  return Promise.all(
    missing.map(
      (sheet) =>
        new Promise((done) => {
          sheet.onload = sheet.onerror = done;
          document.head.append(sheet);
        }),
    ),
  );
}

// An error page in the size of the dialog.
function trouble(page) {
  const words = document.createElement("div");
  words.className = "door";
  words.append(...page.querySelectorAll(".trouble > :is(h1, p:not([aria-hidden], .trouble__ways), ol)"));
  const heading = words.querySelector("h1");
  if (!heading) return null;
  heading.id = "door-name";
  heading.tabIndex = -1;
  return words;
}

door.addEventListener("submit", (event) => {
  const form = event.target;
  // The device fills that one in (passkey.js).
  if (form.matches("[data-passkey]")) return;
  event.preventDefault();
  event.submitter?.setAttribute("aria-busy", "true");
  go(form.getAttribute("action") || address, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => form.submit());
});

door.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-door]");
  if (event.target.closest("[data-closes]")) door.close();
  else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(link.href).catch(() => location.assign(link.href));
  }
});

// Pressed down on the veil, not let go there while marking a word.
door.addEventListener("mousedown", (event) => {
  if (event.target !== door) return;
  // Else the press would take the focus that goes back to the link.
  event.preventDefault();
  door.close();
});
