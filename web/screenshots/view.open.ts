import type { Page } from "@playwright/test";
import { settle } from "../e2e/settle.fixture.ts";
import { handOf, type Language, type View } from "./view.list.ts";

/** Opens a view at its place, as people get to it, and waits until nothing of it loads any more. */
export async function openView(page: Page, path: string, { steps }: View, language: Language): Promise<void> {
  await page.goto(path);
  await settle(page);
  if (steps !== undefined) {
    await steps(handOf(page, language));
    await settle(page);
  }
}
