import type { Page } from "@playwright/test";
import { expectAccessible } from "./access.fixture.ts";
import { expect, test } from "./accounts.fixture.ts";

async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript((name) => localStorage.setItem("careconnect-language", name), language);
}

const settled = async (page: Page) => {
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
};

test("the language that is chosen is spoken at once, from the right where it is written so, and after a reload", async ({
  page,
  enter,
}) => {
  await enter(page, "doctor");
  await page.goto("/patients");
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitemradio", { name: "العربية" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "المرضى" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "المرضى" })).toBeVisible();
});

for (const language of ["de", "es", "ar"]) {
  test(`${language}: nothing is wider than a phone's screen, and everything is accessible`, async ({ page, enter }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width: 390, height: 844 });
    await enter(page, "doctor");
    await speak(page, language);
    for (const path of ["/", "/patients", "/appointments?period=all", "/billing"]) {
      await page.goto(path);
      await settled(page);
      const { overflow, lang } = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        lang: document.documentElement.lang,
      }));
      expect({ path, overflow, lang }).toEqual({ path, overflow: 0, lang: language });
      await expectAccessible(page);
    }
  });
}

test("no heading, label or link of the app's own is left untranslated", async ({ page, enter }) => {
  await enter(page, "doctor");
  await speak(page, "pseudo");
  // What heads a row is data, such as a day by the language of the dates.
  for (const path of ["/", "/patients", "/providers", "/appointments?period=all", "/billing", "/sessions"]) {
    await page.goto(path);
    await settled(page);
    const own = page.locator("nav a, th[scope=col], label, h1, h2, main > * button:not(:has(span[aria-hidden]))");
    const unmarked = await own.evaluateAll((elements) =>
      elements
        .map((element) => element.getAttribute("aria-label") ?? element.textContent ?? "")
        .filter((text) => text.trim() !== "" && !text.includes("⟦")),
    );
    expect({ path, unmarked }).toEqual({ path, unmarked: [] });
  }
});
