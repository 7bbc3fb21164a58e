import type { TestBrowser, Visit } from "./test.browser.ts";

interface PageForm {
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly buttons: readonly string[];
}

/** Fills in the form of a page that has a field or button of each given name, as a person would, and sends it. */
export function submit(
  browser: TestBrowser,
  visit: Visit,
  values: Readonly<Record<string, string>>,
  init: RequestInit = {},
): Promise<Visit> {
  const names = Object.keys(values);
  const form = formsOf(visit.text).find(({ fields, buttons }) =>
    names.every((name) => fields.has(name) || buttons.includes(name)),
  );
  if (!form) throw new Error(`No form of ${visit.url} has ${names.join(", ")}: ${visit.text}`);
  const body = new URLSearchParams({ ...Object.fromEntries(form.fields), ...values });
  return browser.open(new URL(form.action, visit.url).href, { ...init, method: "POST", body });
}

/** Presses the only button of the form that leads to an address that ends with `action`. */
export function press(browser: TestBrowser, visit: Visit, action: string): Promise<Visit> {
  const form = formsOf(visit.text).find((candidate) => candidate.action.endsWith(action));
  if (!form) throw new Error(`No form of ${visit.url} leads to ${action}: ${visit.text}`);
  const body = new URLSearchParams(Object.fromEntries(form.fields));
  return browser.open(new URL(form.action, visit.url).href, { method: "POST", body });
}

function formsOf(text: string): PageForm[] {
  return [...text.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = "", content = ""]) => ({
    action: attribute(attributes, "action") ?? "",
    fields: new Map(
      [...content.matchAll(/<input ([^>]*)>/g)].map(([, input = ""]) => [
        attribute(input, "name") ?? "",
        attribute(input, "value") ?? "",
      ]),
    ),
    buttons: [...content.matchAll(/<button ([^>]*)>/g)].flatMap(([, button = ""]) => attribute(button, "name") ?? []),
  }));
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
