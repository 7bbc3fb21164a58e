import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "@careconnect/dev/failure";
import lighthouse, { desktopConfig } from "lighthouse";
import type { Page } from "puppeteer-core";
import { median } from "../report/statistics.ts";
import type { ClinicBrowser } from "./clinic.browser.ts";

/** How Lighthouse judges a page, its desktop preset: scores of 0 to 100, times in milliseconds. */
export interface PageScore {
  readonly name: string;
  readonly performance: number;
  readonly accessibility: number;
  readonly largestPaint: number;
  readonly blocked: number;
  readonly shift: number;
  /** What accessibility lost its points by. */
  readonly faults: readonly string[];
}

interface ScoredPage {
  readonly name: string;
  readonly path: string;
  /** A record is reached through the first row of the list at `path` that leads to such an address. */
  readonly first?: string;
}

export const scoredPages: readonly ScoredPage[] = [
  { name: "dashboard", path: "/" },
  { name: "day board", path: "/board" },
  { name: "calendar", path: "/calendar" },
  { name: "appointments", path: "/appointments?period=all" },
  { name: "patients", path: "/patients" },
  { name: "a patient", path: "/patients", first: "/patients/" },
  { name: "providers", path: "/providers" },
  { name: "a provider", path: "/providers", first: "/providers/" },
  { name: "invoices", path: "/billing" },
  { name: "an invoice", path: "/billing", first: "/billing/" },
];

const categories = ["performance", "accessibility"];
const loadTimeoutMs = 180_000;

/** Loads each page anew, with nothing in the caches, so many times: the median counts. */
export async function scorePage(
  browser: ClinicBrowser,
  url: string,
  { name, path, first }: ScoredPage,
  rounds: number,
  onProgress: (detail: string) => void,
): Promise<PageScore> {
  const page = await browser.newPage();
  try {
    const address = first === undefined ? url + path : await addressOfFirst(page, url + path, first);
    const runs: Omit<PageScore, "name">[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`load ${round} of ${rounds}`);
      runs.push(await Promise.race([score(page, address), tooLong(name)]));
    }
    const middle = (value: (run: Omit<PageScore, "name">) => number) => median(runs.map(value));
    return {
      name,
      performance: middle((run) => run.performance),
      accessibility: Math.min(...runs.map(({ accessibility }) => accessibility)),
      largestPaint: middle((run) => run.largestPaint),
      blocked: middle((run) => run.blocked),
      shift: middle((run) => run.shift),
      faults: [...new Set(runs.flatMap(({ faults }) => faults))],
    };
  } finally {
    await page.close();
  }
}

async function addressOfFirst(page: Page, list: string, first: string): Promise<string> {
  await page.goto(list);
  const row = await page.waitForSelector(`main tbody a[href^="${first}"]`);
  return (await row?.evaluate((link) => (link as HTMLAnchorElement).href)) ?? list;
}

/** Lighthouse has limits for the parts of its work, and none for the whole. */
async function tooLong(name: string): Promise<never> {
  await pause(loadTimeoutMs, undefined, { ref: false });
  throw new Failure(`Lighthouse did not come to an end with ${name} within ${loadTimeoutMs / 1000} s.`);
}

async function score(page: Page, address: string): Promise<Omit<PageScore, "name">> {
  const result = await lighthouse(address, { logLevel: "error", onlyCategories: categories }, desktopConfig, page);
  if (result === undefined) throw new Failure(`Lighthouse says nothing about ${address}.`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Failure(`Lighthouse could not load ${address}: ${lhr.runtimeError.message}`);
  const points = (category: string) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
  const value = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  const references = lhr.categories.accessibility?.auditRefs ?? [];
  return {
    performance: points("performance"),
    accessibility: points("accessibility"),
    largestPaint: value("largest-contentful-paint"),
    blocked: value("total-blocking-time"),
    shift: value("cumulative-layout-shift"),
    faults: references
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id]?.score === 0)
      .map(({ id }) => lhr.audits[id]?.title ?? id),
  };
}
