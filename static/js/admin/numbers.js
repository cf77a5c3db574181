// Numbers in the sentences of Django's scripts, as the paper writes them: the head of the page says how.
const written = document.querySelector('meta[name="numbers"]').content
const { interpolate } = window
const printed = (value) => (typeof value === "number" ? value.toLocaleString(written) : value)

if (interpolate) {
  window.interpolate = (sentence, values, named) =>
    interpolate(sentence, named ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, printed(value)])) : values.map(printed), named)
}
