import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect } from "./accounts.fixture.ts";

export const dialog = '[role="dialog"], dialog[open]';

interface Reading {
  /** Only these rules. */
  readonly rules?: readonly string[];
  /** Only what stands in this part of the page. */
  readonly within?: string | undefined;
}

const options: axe.RunOptions = {
  // Targets of 24 pixels (WCAG 2.5.8): axe leaves them out by itself.
  rules: { "target-size": { enabled: true } },
  // Only what is wrong is said, and only as it stands in the page: the rest takes most of the time.
  resultTypes: ["violations"],
  selectors: false,
  preload: false,
};

/** The page, or a part of it, is accessible as far as axe can tell (WCAG 2.2 AA and what is good practice). */
export async function expectAccessible(page: Page, { rules, within }: Reading = {}): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(axe.source);
  }
  const read = (context: string, how: axe.RunOptions) =>
    page.evaluate(
      async ([part, chosen]) => {
        const { axe: reader } = window as unknown as { axe: typeof axe };
        const found = await reader.run(part, chosen);
        return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      },
      [context, how] as const,
    );
  const only = (...values: readonly string[]): axe.RunOptions => ({
    ...options,
    runOnly: { type: "rule", values: [...values] },
  });
  // What an open dialog half covers is no target: nothing behind it can be reached.
  const covered = within === undefined && rules === undefined && (await page.locator(dialog).count()) > 0;
  const whole = covered ? { ...options, rules: { "target-size": { enabled: false } } } : options;
  const violations = await read(within ?? "html", rules === undefined ? whole : only(...rules));
  if (covered) {
    violations.push(...(await read(dialog, only("target-size"))));
  }
  expect({ at: new URL(page.url()).pathname, violations }).toEqual({ at: expect.any(String), violations: [] });
}

/** What the colours decide about. */
export const colourRules = ["color-contrast", "link-in-text-block"];

/** Accessible in light and in dark. Of one page at one size the two differ in nothing but colours. */
export async function expectAccessibleInBothSchemes(page: Page): Promise<void> {
  await turnTo(page, "light");
  await expectAccessible(page);
  await turnTo(page, "dark");
  await expectAccessible(page, { rules: colourRules });
}

export type Scheme = "light" | "dark";

/** Halfway from one scheme to the other, a colour has whatever contrast: nothing moves. */
export async function turnTo(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const html = page.locator("html");
  // The pages of the sign-in have no scheme of their own.
  if ((await html.getAttribute("data-mantine-color-scheme")) !== null) {
    await expect(html).toHaveAttribute("data-mantine-color-scheme", colorScheme);
  }
}

/** Nothing of the page is wider than the screen, and nothing of a dialog wider than the dialog. */
export async function expectNothingWider(page: Page): Promise<void> {
  const excess = () =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("[role=dialog], dialog[open]")].map(
        ({ scrollWidth, clientWidth }) => Math.max(0, scrollWidth - clientWidth),
      ),
    );
  await expect.poll(async () => Math.max(...(await excess()))).toBe(0);
}
