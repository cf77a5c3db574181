// What the rich-text editor needs beyond its library: our blocks, what it must keep though it cannot write it,
// and the names of its buttons. Loaded by maseer/lib/editor.py; the texts come from the admin's jsi18n catalogue.

import { Extension, Mark, mergeAttributes, Node } from "django-prose-editor/editor"

const gettext = window.gettext ?? ((text) => text)
const interpolate = window.interpolate ?? ((text) => text)

export const Facts = Node.create({
  name: "facts",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "facts" }, HTMLAttributes), 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "facts",
      groups: "nodes",
      button: buttons.material("fact_check"),
      active: (editor) => editor.isActive("facts"),
      enabled: (editor) => editor.can().toggleWrap("facts"),
      command: (editor) => editor.chain().focus().toggleWrap("facts").run(),
    })
  },
})

// Words of another language inside Arabic: they keep their own direction.
export const Foreign = Mark.create({
  name: "foreign",
  addAttributes: () => ({
    tag: { default: "bdi", parseHTML: (element) => element.localName, rendered: false },
    lang: { default: null },
    dir: { default: null },
  }),
  parseHTML: () => [{ tag: "bdi" }, { tag: "span[lang]" }, { tag: "span[dir]" }],
  renderHTML: ({ mark, HTMLAttributes }) => [mark.attrs.tag, HTMLAttributes, 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "foreign",
      groups: "marks",
      button: buttons.material("translate"),
      active: (editor) => editor.isActive("foreign"),
      enabled: (editor) => editor.can().toggleMark("foreign"),
      command: (editor) => editor.chain().focus().toggleMark("foreign", { lang: "en" }).run(),
    })
  },
})

const attribute = (name) => ({ default: null, parseHTML: (element) => element.getAttribute(name) })

export const Languages = Extension.create({
  name: "languages",
  addGlobalAttributes: () => [
    {
      types: ["paragraph", "heading", "listItem", "blockquote"],
      attributes: { lang: attribute("lang"), dir: attribute("dir") },
    },
    { types: ["tableHeader", "tableCell"], attributes: { scope: attribute("scope") } },
  ],
})

// Pictures, embeds and captioned tables in a text are shown as a plate and stored as they came.

const parsed = (html) => {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content.firstElementChild
}

const described = (element) => {
  const words = element.textContent.trim()
  const picture = element.dataset.image ?? element.querySelector("[data-image]")?.dataset.image
  const kind = element.dataset.embedUrl
    ? `${gettext("Embedded")} ${element.dataset.embedUrl}`
    : picture
      ? `${gettext("Picture")} ${picture}`
      : gettext("Table")
  return words ? `${kind}: ${words.slice(0, 200)}` : kind
}

const kept = (name, tag, rules, options) =>
  Node.create({
    name,
    atom: true,
    draggable: true,
    ...options,
    addAttributes: () => ({ html: { default: "", parseHTML: (element) => element.outerHTML, rendered: false } }),
    parseHTML: () => rules,
    renderHTML: ({ node }) => parsed(node.attrs.html),
    addNodeView:
      () =>
      ({ node }) => {
        const dom = document.createElement(tag)
        dom.className = "kept"
        dom.contentEditable = "false"
        dom.textContent = described(parsed(node.attrs.html))
        return { dom }
      },
  })

export const Kept = kept(
  "kept",
  "div",
  [
    { tag: "figure", priority: 60 },
    { tag: "table", priority: 60, getAttrs: (table) => (table.querySelector(":scope > caption") ? null : false) },
  ],
  { group: "block" },
)

export const KeptInline = kept("keptInline", "span", [{ tag: "img[data-image]", priority: 60 }], {
  group: "inline",
  inline: true,
})

const NAMES = {
  heading2: gettext("Heading"),
  heading3: gettext("Smaller heading"),
  heading4: gettext("Smallest heading"),
  paragraph: gettext("Paragraph"),
  bulletList: gettext("Bulleted list"),
  orderedList: gettext("Numbered list"),
  blockquote: gettext("Quotation"),
  horizontalRule: gettext("Dividing line"),
  facts: gettext("Fact box"),
  bold: gettext("Bold"),
  italic: gettext("Italic"),
  underline: gettext("Underline"),
  strike: gettext("Strike through"),
  subscript: gettext("Subscript"),
  superscript: gettext("Superscript"),
  foreign: gettext("Words of another language"),
  "nodeClass:global:reset": gettext("Style of the block"),
  link: gettext("Insert link"),
  unlink: gettext("Remove link"),
  table: gettext("Insert table"),
  "table:addColumnAfter": gettext("Add column"),
  "table:deleteColumn": gettext("Delete column"),
  "table:addRowAfter": gettext("Add row"),
  "table:deleteRow": gettext("Delete row"),
  "table:mergeCells": gettext("Merge cells"),
  "table:splitCell": gettext("Split cell"),
  "table:toggleHeaderCell": gettext("Header cell on or off"),
  "table:deleteTable": gettext("Delete table"),
  "history:undo": gettext("Undo"),
  "history:redo": gettext("Redo"),
}

const nameOf = (item) => {
  if (item.name in NAMES) return NAMES[item.name]
  // "Paragraph: default" is the library's; its first half is ours already.
  const [title, style] = item.button.textContent.split(": ")
  return style === "default" ? interpolate(gettext("%s: plain"), [title]) : item.button.textContent
}

const SHOWN_BY_ICON = "material-icons"

// The library's drop-downs are bare elements that answer only to the mouse, with a copy of a button inside.
const asButton = (opener) => {
  const picker = opener.nextElementSibling
  const describe = () => {
    const copy = opener.querySelector("button")
    if (!copy) return
    // A button in a button: the copy becomes what it is, a picture of one.
    const picture = document.createElement("span")
    picture.className = copy.className
    picture.append(...copy.childNodes)
    copy.replaceWith(picture)
    opener.setAttribute("aria-label", [...new Set([gettext("Style of the block"), copy.title])].filter(Boolean).join(": "))
  }
  opener.tabIndex = 0
  opener.setAttribute("role", "button")
  opener.setAttribute("aria-label", gettext("Style of the block"))
  opener.setAttribute("aria-expanded", "false")
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return
    event.preventDefault()
    opener.click()
  })
  picker.addEventListener("toggle", (event) => opener.setAttribute("aria-expanded", event.newState === "open"))
  new MutationObserver(describe).observe(opener, { childList: true })
  describe()
}

// Lowest priority: it must see the menu after all others have put their items there, and before it is built.
export const ButtonNames = Extension.create({
  name: "buttonNames",
  priority: 1,
  addMenuItems({ menu }) {
    for (const item of menu.items("blockType lists nodes marks nodeClass link table history")) {
      const name = nameOf(item)
      item.button.title = name
      item.button.setAttribute("aria-label", name)
      if (!item.button.classList.contains(SHOWN_BY_ICON) && !item.button.querySelector("svg")) {
        item.button.textContent = name
      }
      if (item.option) item.option.textContent = name
    }
  },
  onCreate({ editor }) {
    const menubar = editor.view.dom.previousElementSibling
    menubar.setAttribute("role", "toolbar")
    editor.view.dom.setAttribute("aria-label", gettext("Text"))
    for (const opener of menubar.querySelectorAll(".prose-menubar__selected")) asButton(opener)
  },
})
