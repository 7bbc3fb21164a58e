import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { frame } from "../../../lib/i18n/ar.frame.ts";
import { ar } from "../../../lib/i18n/ar.ts";
import { frame as english } from "../../../lib/i18n/en.frame.ts";
import { en } from "../../../lib/i18n/en.ts";
import { provideTexts } from "../../../lib/i18n/texts.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";

afterEach(() => provideTexts("en", { frame: english, pages: en }));

test("the sign-in goes on in the language that the app is read in", async () => {
  provideTexts("ar", { frame, pages: ar });
  vi.stubGlobal("fetch", async () => new Response("[]"));
  renderPage(<SignInPage />, { viewer: null });
  const link = await screen.findByRole("link", { name: ar.signIn.submit });
  expect(link.getAttribute("href")).toBe("/session/sign-in?return=%2F&ui_locales=ar");
});
