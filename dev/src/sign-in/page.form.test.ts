import { describe, expect, it } from "vitest";
import { alertOf, formAsking } from "./page.form.ts";

const page = `
<form action="/search"><input name="q"></form>
<form method="post" action="/oidc/interaction/one?a=1&amp;b=2">
  <input type="hidden" name="token" value="a&#38;b">
  <label>E-mail <input type="email" name="email"></label>
  <input name="password" type="password">
</form>`;

describe("the form of a page", () => {
  it("is the one that asks for what is known, with what is filled in already", () => {
    expect(formAsking(page, ["email", "password"])).toEqual({
      action: "/oidc/interaction/one?a=1&b=2",
      fields: { token: "a&b" },
      asked: new Set(["email", "password"]),
    });
  });

  it("is none when the page asks for something else", () => {
    expect(formAsking(page, ["code"])).toBeUndefined();
  });
});

describe("what a page complains of", () => {
  it("is its alert, as plain text", () => {
    expect(alertOf('<div role="alert"><strong>No.</strong> It&#39;s wrong.</div>')).toBe("No. It's wrong.");
  });

  it("is nothing without one", () => {
    expect(alertOf(page)).toBeUndefined();
  });
});
