// Sends something for a page that may have been open longer than its session: after a new sign-in, in another tab, it
// goes on with a fresh token. Used by autosave.js and edit_lock.js.

const PATIENCE = 10_000

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]")

const renew = (token) => {
  for (const input of tokens()) input.value = token
}

// Asks whom the browser is signed in as: "same" as who opened this page, "other", or "over" if nobody.
const askAgain = async ({ session, user }) => {
  const answer = await fetch(session, { redirect: "manual", headers: { Accept: "application/json" } })
  if (!answer.ok) return "over"
  const now = await answer.json()
  if (String(now.user) !== user) return "other"
  renew(now.token)
  return "same"
}

const send = async (address, entries, { signal, keepalive }) => {
  const body = new FormData()
  for (const [name, value] of entries) body.append(name, value)
  body.set("csrfmiddlewaretoken", tokens()[0].value)
  const ends = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])])
  return fetch(address, { method: "POST", body, keepalive, signal: ends, headers: { Accept: "application/json" } })
}

// { trouble } is "over", "other" or "offline"; otherwise the answer of the server. `where` is the data of the asking part.
export const post = async (where, address, entries, options = {}) => {
  try {
    let answer = await send(address, entries, options)
    if (answer.status === 403) {
      const whose = await askAgain(where)
      if (whose !== "same") return { trouble: whose }
      answer = await send(address, entries, options)
    }
    if (!answer.ok) return { trouble: "offline" }
    const said = await answer.json()
    renew(said.token)
    return said
  } catch (error) {
    // What fetch throws when there is no way to the server, or no answer in time.
    if (error instanceof TypeError || error instanceof DOMException) return { trouble: "offline" }
    throw error
  }
}
