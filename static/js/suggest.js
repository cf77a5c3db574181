// A combobox: arrows walk through its rows, Enter follows one, Escape closes them.
const [LETTERS, PAUSE] = [2, 120];

export function open(field) {
  if (field.role) return;
  const [list, told] = [document.createElement("div"), document.createElement("p")];
  list.id = `${field.id}-list`;
  list.className = "suggest";
  list.role = "listbox";
  list.ariaLabel = field.ariaLabel || field.labels[0].textContent;
  list.hidden = true;
  told.className = "sr";
  told.role = "status";
  field.form.append(list, told);
  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.ariaExpanded = "false";
  field.setAttribute("aria-controls", list.id);
  let timer, asking;

  function show(isShown) {
    list.hidden = !isShown;
    field.ariaExpanded = String(isShown);
    choose();
  }

  function choose(row) {
    for (const one of list.children) one.ariaSelected = String(one === row);
    if (row) field.setAttribute("aria-activedescendant", row.id);
    else field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  async function ask(text) {
    asking = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggests}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (!answer.ok) return show(false);
      list.innerHTML = await answer.text();
      told.textContent = list.firstChild.textContent;
      list.firstChild.remove();
      [...list.children].forEach((row, at) => Object.assign(row, { id: `${list.id}-${at}`, tabIndex: -1 }));
      show(document.activeElement === field);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    const text = field.value.trim();
    if (text.length < LETTERS) show(false);
    else timer = setTimeout(ask, PAUSE, text);
  });

  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(rows[(at + step + rows.length + (at < 0 && step < 0)) % rows.length]);
    else if (event.key === "Enter" && at >= 0) rows[at].click();
    else if (event.key === "Escape") show(false);
    else return;
    // And the drawer stays open.
    event.preventDefault();
  });

  field.form.addEventListener("focusout", ({ relatedTarget }) => field.form.contains(relatedTarget) || show(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  if (field.value.trim().length >= LETTERS && field.value !== field.defaultValue) ask(field.value.trim());
}
