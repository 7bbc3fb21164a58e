import { screen, waitFor } from "@testing-library/react";
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

test("whoever left without a network signs in again only once the server has ended that session", async () => {
  localStorage.setItem("careconnect-leaving", "1");
  let reachable = false;
  vi.stubGlobal("fetch", async (url: string) => {
    if (url === "/session" && !reachable) throw new TypeError("no network");
    return new Response(url === "/session" ? null : "[]", { status: url === "/session" ? 401 : 200 });
  });
  renderPage(<SignInPage />, { viewer: null });
  expect(await screen.findByText(/You are signed out on this device/)).toBeTruthy();
  expect(screen.queryByRole("link", { name: en.signIn.submit })).toBeNull();
  reachable = true;
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByRole("link", { name: en.signIn.submit })).toBeTruthy();
  expect(localStorage.getItem("careconnect-leaving")).toBeNull();
});

test("what another tab has told the server is not told again: somebody may have signed in since", async () => {
  localStorage.setItem("careconnect-leaving", "1");
  const fetched = vi.fn(async (url: string) => {
    if (url === "/session") throw new TypeError("no network");
    return new Response("[]");
  });
  vi.stubGlobal("fetch", fetched);
  renderPage(<SignInPage />, { viewer: null });
  await screen.findByText(/You are signed out on this device/);
  const told = () => fetched.mock.calls.filter(([url]) => url === "/session").length;
  await waitFor(() => expect(told()).toBe(1));
  localStorage.removeItem("careconnect-leaving");
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByRole("link", { name: en.signIn.submit })).toBeTruthy();
  expect(told()).toBe(1);
});
