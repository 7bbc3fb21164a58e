import { expect, test } from "vitest";
import { dateTimeFormat, numberFormat } from "./formatters.ts";

test("what is asked for again is the formatter that was made", () => {
  const options = { timeStyle: "short", timeZone: "America/New_York" } as const;
  expect(dateTimeFormat("en", { ...options })).toBe(dateTimeFormat("en", { ...options }));
  expect(numberFormat("de")).toBe(numberFormat("de"));
});

test("another locale, zone or way of writing is another formatter", () => {
  const instant = new Date("2026-03-08T07:30:00Z");
  const inZone = (locale: string, timeZone: string) =>
    dateTimeFormat(locale, { timeStyle: "short", timeZone }).format(instant).replace(/\s/g, " ");
  expect(inZone("en", "America/New_York")).toBe("3:30 AM");
  expect(inZone("en", "Europe/Berlin")).toBe("8:30 AM");
  expect(inZone("de", "Europe/Berlin")).toBe("08:30");
  expect(numberFormat("en", { maximumFractionDigits: 0 }).format(1.5)).toBe("2");
  expect(numberFormat("en", { minimumFractionDigits: 2 }).format(1.5)).toBe("1.50");
});
