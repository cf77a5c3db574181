// The account of whoever is signed in, in place of the links that lead to signing in.
export async function show(links, address) {
  const answer = await fetch(address);
  if (answer.status !== 200) {
    // The session is over.
    document.cookie = "signed_in=; Max-Age=0; Path=/";
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.querySelector("link");
  if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) {
    await new Promise((done) => {
      sheet.onload = sheet.onerror = done;
      document.head.append(sheet);
    });
  }
  const menu = page.querySelector("details");
  menu.querySelector("[name=next]").value = location.pathname + location.search;
  for (const link of links) link.replaceWith(live(menu.cloneNode(true)));
}

function live(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    // In the drawer it closes this first.
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  return menu;
}
