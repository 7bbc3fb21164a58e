import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";

/** The languages of the pages: those of the web app. */
export const pageLanguages = ["en", "de", "es", "ar"] as const;

export type PageLanguage = (typeof pageLanguages)[number];

const cookieName = "identity_language";
const answered = new AsyncLocalStorage<PageLanguage>();

/** Answers a request in a language: whatever is said meanwhile is said in it. */
export function inLanguage<Answer>(language: PageLanguage, answer: () => Answer): Answer {
  return answered.run(language, answer);
}

/** The language of the request that is being answered; English beside one. */
export function currentLanguage(): PageLanguage {
  return answered.getStore() ?? "en";
}

export function directionOf(language: PageLanguage): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * The language in which a request is answered: the one that it asks for by `ui_locales`, as OpenID Connect calls it, else
 * the one that was asked for before in this browser, else the first of the browser's own that we speak.
 */
export function languageOf({ url = "", headers }: Pick<IncomingMessage, "url" | "headers">): PageLanguage {
  const kept = new RegExp(`(?:^|;)\\s*${cookieName}=(\\w+)`).exec(headers.cookie ?? "")?.[1];
  return askedLanguage(url) ?? firstOf([kept ?? ""]) ?? firstOf(accepted(headers["accept-language"] ?? "")) ?? "en";
}

/** The cookie by which the pages that follow speak the language that an address asks for; undefined where it asks for none. */
export function languageCookie(url: string, path: string, isSecure: boolean): string | undefined {
  const language = askedLanguage(url);
  return language && `${cookieName}=${language}; Path=${path}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}

function askedLanguage(url: string): PageLanguage | undefined {
  const asked = new URL(url, "http://localhost").searchParams.get("ui_locales");
  return firstOf((asked ?? "").split(" "));
}

/** The first of some tags ("de-AT", "es") whose language we speak. */
function firstOf(tags: readonly string[]): PageLanguage | undefined {
  const spoken = tags.map((tag) => tag.trim().toLowerCase().split("-")[0]);
  return spoken.map((name) => pageLanguages.find((language) => language === name)).find(Boolean);
}

/** The tags of an Accept-Language header, the most wanted first. */
function accepted(header: string): readonly string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";");
      const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean);
      return { tag, weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
