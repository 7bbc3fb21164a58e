import { expect, type Page } from "@playwright/test";
import { handOf, type Language, type View } from "./view.list.ts";

/** Opens a view at its place, as people get to it, and waits until nothing of it loads any more. */
export async function openView(page: Page, path: string, { steps }: View, language: Language): Promise<void> {
  const hand = handOf(page, language);
  const settled = async () => {
    await page.waitForLoadState("networkidle");
    await expect(page.getByRole("status", { name: hand.text("common:common.loading") })).toHaveCount(0, {
      timeout: 30_000,
    });
  };
  await page.goto(path);
  await settled();
  await steps?.(hand);
  await settled();
}
