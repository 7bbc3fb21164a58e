import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const library = join(
  dirname(createRequire(import.meta.url).resolve("@simplewebauthn/browser")),
  "../dist/bundle/index.umd.min.js",
);

/**
 * A form with `data-passkey` asks the authenticator when it is sent, and goes on with the answer. Without a browser that
 * can, it stays hidden.
 */
const ours = `
(() => {
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = SimpleWebAuthnBrowser;
  if (!browserSupportsWebAuthn()) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const wrong = form.querySelector("[data-wrong]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      wrong.hidden = true;
      try {
        const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) throw new Error("no options");
        const optionsJSON = await answer.json();
        const ask = form.dataset.passkey === "create" ? startRegistration : startAuthentication;
        form.elements.response.value = JSON.stringify(await ask({ optionsJSON }));
        form.submit();
      } catch {
        wrong.hidden = false;
      }
    });
  }
})();
`;

/** The one script of the pages, with the library that speaks to authenticators. */
export const passkeyScript = `${readFileSync(library, "utf8")}\n${ours}`;

/** Its path below the issuer's; it changes with the content, so that it may be kept for ever. */
export const passkeyScriptPath = `/account/passkey.${createHash("sha256").update(passkeyScript).digest("hex").slice(0, 16)}.js`;
