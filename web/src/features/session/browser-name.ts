// Each calls itself by the names of those before it, too.
const browsers = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["Firefox", "Firefox"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const systems = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["Linux", "Linux"],
] as const;

/** What a reader calls a browser and where it runs; null for what is not known. */
export function browserName(userAgent: string | null): { readonly browser: string; readonly system: string } | null {
  const browser = browsers.find(([mark]) => userAgent?.includes(`${mark}/`))?.[1];
  const system = systems.find(([mark]) => userAgent?.includes(mark))?.[1];
  return browser === undefined || system === undefined ? null : { browser, system };
}
