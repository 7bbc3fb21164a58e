import { html, type Markup, type MarkupValue } from "./markup.ts";
import { icons } from "./page.icons.ts";

/** What was wrong with a form, by the name of the field; `form` for what concerns no single one. */
export type FormErrors = Readonly<Record<string, string>>;

export const formTokenField = "form_token";

/** A form that posts back to us; its token proves that one of our pages made it. */
export function form(action: string, token: string, content: MarkupValue, id?: string): Markup {
  return html`<form method="post" action="${action}"${id !== undefined && html` id="${id}"`}>
<input type="hidden" name="${formTokenField}" value="${token}">
${content}
</form>`;
}

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  readonly value?: string | undefined;
  readonly autocomplete: string;
  readonly hint?: string;
  readonly errors?: FormErrors | undefined;
  readonly inputmode?: "numeric" | "email";
  readonly maxlength?: number;
  readonly autofocus?: boolean;
  readonly readonly?: boolean;
  /** Shown large and spaced: a code of few characters. */
  readonly code?: boolean;
}

/** A labelled input; what is wrong with it is tied to it, so that it is read out together. */
export function field(options: FieldOptions): Markup {
  const { name, label, hint } = options;
  const error = options.errors?.[name];
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  // The first field that is wrong takes the focus: whoever sends a form wants to correct it.
  const focused =
    options.errors && Object.keys(options.errors).length > 0 ? firstOf(options.errors) === name : options.autofocus;
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${options.type ?? "text"}" required autocomplete="${options.autocomplete}" maxlength="${options.maxlength ?? 254}"${
    options.value !== undefined && html` value="${options.value}"`
  }${options.inputmode !== undefined && html` inputmode="${options.inputmode}"`}${options.code === true && html` class="code"`}${
    options.type !== "text" && html` spellcheck="false" autocapitalize="off"`
  }${described !== "" && html` aria-describedby="${described}"`}${error !== undefined && html` aria-invalid="true"`}${
    options.readonly === true && html` readonly`
  }${focused === true && html` autofocus`}>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${error !== undefined && html`<p class="wrong" id="${name}-error">${error}</p>`}
</div>`;
}

const firstOf = (errors: FormErrors): string | undefined => Object.keys(errors).find((name) => name !== "form");

export interface ButtonOptions {
  readonly look?: "plain" | "danger";
  readonly small?: boolean;
  readonly icon?: Markup;
  readonly name?: string;
  readonly value?: string;
  /** What is read out where the words on it do not say enough. */
  readonly label?: string;
}

export function button(label: string, options: ButtonOptions = {}): Markup {
  return html`<button class="${buttonClass(options)}" type="submit"${
    options.name !== undefined && html` name="${options.name}" value="${options.value}"`
  }${options.label !== undefined && html` aria-label="${options.label}"`}>${options.icon}${label}</button>`;
}

/** A link that looks like the button beside it. */
export function linkButton(label: string, href: string, options: ButtonOptions = {}): Markup {
  return html`<a class="${buttonClass(options)}" href="${href}">${options.icon}${label}</a>`;
}

function buttonClass({ look, small }: ButtonOptions): string {
  return ["button", look, small === true && "small-button"].filter(Boolean).join(" ");
}

/** Says what happened; an error is read out at once. */
export function message(kind: "error" | "done" | "note" | "warn", text: string | undefined): Markup | false {
  if (text === undefined) return false;
  const icon = kind === "done" ? icons.done : kind === "note" ? icons.note : icons.error;
  return html`<div class="message ${kind}" role="${kind === "error" ? "alert" : "status"}">${icon}<span>${text}</span></div>`;
}
