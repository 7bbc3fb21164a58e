import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "puppeteer-core";
import type { ClinicBrowser } from "./clinic.browser.ts";
import { beginWatch, endWatch, type Watched } from "./page.watch.ts";

export interface ListWork {
  readonly name: string;
  readonly watched: Watched;
}

export interface ListRun {
  /** How many rows the browser had read. */
  readonly rows: number;
  readonly works: readonly ListWork[];
}

const keyPauseMs = 120;
const wheelPauseMs = 32;
const settleMs = 1_500;
const pageTimeoutMs = 15_000;

const searchField = 'main input[type="search"]';
const rowSelector = "main tbody tr[aria-rowindex]";

/** Works on the list of patients as a person does: first while its rows come, then with all of them read. */
export async function workOnList(
  browser: ClinicBrowser,
  url: string,
  onProgress: (detail: string) => void,
): Promise<ListRun> {
  const page = await browser.newPage();
  try {
    await page.goto(`${url}/patients`);
    await page.waitForSelector(`${rowSelector} a`);
    await page.waitForNetworkIdle();
    const works: ListWork[] = [];
    const during = async (name: string, work: () => Promise<void>) => {
      onProgress(name);
      await page.evaluate(beginWatch);
      await work();
      await pause(settleMs);
      works.push({ name, watched: await page.evaluate(endWatch) });
    };

    await page.mouse.move(700, 500);
    await during("wheel, while rows come", () => wheel(page, 120, 400));
    const rows = await readAll(page, onProgress);
    await during("wheel, up", () => wheel(page, 120, -1_200));
    await during("wheel, down", () => wheel(page, 120, 1_200));
    await during("keys: Home, End, Page Up, Page Down", async () => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await press(page, ["Home", "End", ...repeated("PageUp", 15), "Home", ...repeated("PageDown", 15)]);
    });
    await press(page, ["Home"]);
    await page.click(searchField);
    await during("typing a search", () => type(page, "fischer ada"));
    await during("clearing it", () => press(page, repeated("Backspace", 11)));
    await during("sorting by each column", async () => {
      const headers = await page.$$("main thead th[aria-sort] button");
      for (const header of [...headers, ...headers]) {
        await header.click();
        await pause(settleMs);
      }
    });
    return { rows, works };
  } finally {
    await page.close();
  }
}

/** Scrolls to the end until there is no more; returns how many rows there are. */
async function readAll(page: Page, onProgress: (detail: string) => void): Promise<number> {
  const total = await page.$eval("main table", (table) => Number(table.getAttribute("aria-rowcount")) - 1);
  for (let known = 0; known < total; ) {
    onProgress(`reading: ${known} of ${total} rows`);
    const further = await page.waitForFunction(
      (selector, before) => {
        scrollTo(0, document.documentElement.scrollHeight);
        const last = [...document.querySelectorAll(selector)].at(-1);
        const index = Number(last?.getAttribute("aria-rowindex")) - 1;
        return index > before ? index : false;
      },
      { polling: "raf", timeout: pageTimeoutMs },
      rowSelector,
      known,
    );
    known = Number(await further.jsonValue());
  }
  return total;
}

async function wheel(page: Page, times: number, deltaY: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await page.mouse.wheel({ deltaY });
    await pause(wheelPauseMs);
  }
}

async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key as "Home");
    await pause(keyPauseMs);
  }
}

const type = (page: Page, text: string) =>
  press(
    page,
    [...text].map((letter) => (letter === " " ? "Space" : letter)),
  );

const repeated = (key: string, times: number): string[] => Array.from({ length: times }, () => key);
