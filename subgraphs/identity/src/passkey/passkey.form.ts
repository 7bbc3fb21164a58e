import { html, type Markup } from "../pages/markup.ts";
import { button, formTokenField } from "../pages/page.form.ts";
import { icons } from "../pages/page.icons.ts";
import { texts } from "../pages/page.texts.ts";

export interface PasskeyForm {
  readonly kind: "get" | "create";
  readonly action: string;
  /** Where the authenticator's task comes from. */
  readonly options: string;
  readonly token: string;
  readonly label: string;
  /** Whether it is what the page is for, and not another way beside a form. */
  readonly main?: boolean;
}

/** A button that asks for a passkey; the page's script shows it where the browser has any. */
export function passkeyForm({ kind, action, options, token, label, main = false }: PasskeyForm): Markup {
  return html`<form method="post" action="${action}" data-passkey="${kind}" data-options="${options}" hidden>
<input type="hidden" name="${formTokenField}" value="${token}">
<input type="hidden" name="response" value="">
${button(label, { ...(!main && { look: "plain" }), icon: icons.passkey })}
<p class="wrong" aria-live="assertive" data-wrong hidden>${texts().errors.passkey}</p>
</form>`;
}
