// Passkeys: has the device make one or sign with one, and sends the form that asked for it. Forms may come later, in a
// dialog. Without this script, or where the browser knows no passkeys, second_factor.css keeps the forms hidden.
if (window.PublicKeyCredential) document.documentElement.classList.add("knows-passkeys");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  buffer &&
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function making(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
    // One that the device finds by itself: it opens the site without a name or a password.
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function using(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
}

function written(passkey) {
  const { id, rawId, type, authenticatorAttachment, response } = passkey;
  return JSON.stringify({
    id,
    rawId: text(rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: passkey.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
      transports: response.getTransports?.(),
    },
  });
}

async function asked(form) {
  const address = form.dataset.optionsFrom;
  if (!address) return JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options.publicKey;
}

const WHY = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "wrong" };

let busy = false;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-passkey]");
  if (!form) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const says = form.querySelector("[role=status]");
  says.textContent = form.dataset.waiting;
  try {
    const options = await asked(form);
    const passkey =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: making(options) })
        : await navigator.credentials.get({ publicKey: using(options) });
    form.elements.credential.value = written(passkey);
    form.submit();
  } catch (error) {
    says.textContent = form.dataset[WHY[error.name] ?? "failed"];
  } finally {
    busy = false;
  }
});
