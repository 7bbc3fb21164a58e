import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser, type TestBrowser } from "../testing/test.browser.ts";
import { submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { languageOf } from "./page.language.ts";

describe("the language of a request", () => {
  const asked = (languages: string, url = "/oidc/account", cookie?: string) =>
    languageOf({ url, headers: { "accept-language": languages, ...(cookie !== undefined && { cookie }) } });

  it("is the one that the browser wants most of those that we speak", () => {
    expect(asked("de-AT,de;q=0.9,en;q=0.8")).toBe("de");
    expect(asked("fr-FR, es;q=0.4, ar-EG;q=0.7")).toBe("ar");
    expect(asked("ar;q=0, es;q=0.1")).toBe("es");
    expect(["", "*", "fr", ";q=1", ",,"].map((languages) => asked(languages))).toEqual(Array(5).fill("en"));
    // A weight that is none says nothing.
    expect(asked("de;q=much, es;q=0.9")).toBe("de");
    expect(languageOf({ headers: {} })).toBe("en");
  });

  it("is rather the one that was asked for, now or before in this browser, where we speak it", () => {
    expect(asked("de", "/oidc/auth?ui_locales=fr%20ar-EG%20es")).toBe("ar");
    expect(asked("de", "/oidc/auth?ui_locales=fr")).toBe("de");
    expect(asked("de", "/oidc/account", "a=b; identity_language=es")).toBe("es");
    expect(asked("de", "/oidc/account", "identity_language=fr")).toBe("de");
    expect(asked("de", "/oidc/account?ui_locales=ar", "identity_language=es")).toBe("ar");
  });
});

describe("pages", () => {
  let identity: TestIdentity;
  beforeAll(async () => {
    identity = await startTestIdentity();
  });
  afterAll(() => identity.close());

  const open = (languages?: string) =>
    openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url, languages);
  const begin = (browser: TestBrowser, parameters: Record<string, string> = {}) => {
    const pkce = { code_challenge: createPkce().challenge, code_challenge_method: "S256" };
    return browser.open(identity.authorizationUrl(identity.web, { scope: "openid graphql", ...pkce, ...parameters }));
  };

  it("speak the language that the sign-in was asked for in, from its first page to what was wrong and what follows", async () => {
    const browser = open("de");
    const page = await begin(browser, { ui_locales: "ar" });
    expect(page.text).toContain('<html lang="ar" dir="rtl">');
    expect(page.text).toContain("<h1>تسجيل الدخول</h1>");
    const refused = await submit(browser, page, { email: "nobody@careconnect.test", password: "wrong" });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain("البريد الإلكتروني أو كلمة المرور غير صحيحة.");
    const reset = await browser.open("/oidc/account/reset");
    expect(reset.text).toContain('<html lang="ar" dir="rtl">');
    expect(reset.text).toContain("<h1>هل نسيت كلمة المرور؟</h1>");
    // Another sign-in asks for another language.
    expect((await begin(browser, { ui_locales: "es" })).text).toContain("<h1>Iniciar sesión</h1>");
    expect((await browser.open("/oidc/account/reset")).text).toContain("<h1>¿Ha olvidado su contraseña?</h1>");
  });

  it("speak the browser's language where none was asked for, or one that we do not speak", async () => {
    for (const parameters of [{}, { ui_locales: "fr" }] as const) {
      const page = await begin(open("de-AT,en;q=0.5"), parameters);
      expect(page.text).toContain('<html lang="de" dir="ltr">');
      expect(page.text).toContain("<h1>Anmelden</h1>");
    }
    expect((await begin(open("fr"))).text).toContain("<h1>Sign in</h1>");
  });

  it("say what went wrong in it, too: a form that is not ours, a body that is too large, what is not there", async () => {
    const browser = open("es");
    const body = new URLSearchParams({ email: "somebody@example.org" });
    const foreign = await browser.open("/oidc/account/reset", { method: "POST", body });
    expect(foreign.status).toBe(403);
    expect(foreign.text).toContain("Esta página estuvo abierta demasiado tiempo");
    const large = new URLSearchParams({ email: "x".repeat(40_000) });
    const tooLarge = await browser.open("/oidc/account/reset", { method: "POST", body: large });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.text).toContain("El formulario es demasiado grande.");
    expect((await browser.open("/oidc/nothing/here")).text).toContain("Página no encontrada");
    const failed = await browser.open(identity.authorizationUrl({ id: "nobody", redirectUri: "http://localhost/" }));
    expect(failed.text).toContain("No se ha podido iniciar su sesión");
  });

  it("are told apart by requests that are answered at the same time", async () => {
    const languages = ["de", "es", "ar", "en"] as const;
    const titles = { de: "Anmelden", es: "Iniciar sesión", ar: "تسجيل الدخول", en: "Sign in" };
    const all = Array.from({ length: 20 }, (_, index) => languages[index % languages.length] ?? "en");
    const pages = await Promise.all(all.map((language) => begin(open(language))));
    expect(pages.map(({ text }) => /<h1>([^<]*)/.exec(text)?.[1])).toEqual(all.map((language) => titles[language]));
  });

  it("are found by clients in the provider's metadata", async () => {
    const { text } = await open().open("/oidc/.well-known/openid-configuration");
    expect(JSON.parse(text).ui_locales_supported).toEqual(["en", "de", "es", "ar"]);
  });
});
