import { expect, test } from "vitest";
import { formatHours } from "./clock-time.ts";

test("hours are written as the reader's clocks show them, and a day ends at midnight", () => {
  const plain = (locale: string, from: string, to: string) =>
    formatHours({ from, to }, locale).replaceAll("\u202f", " ");
  expect(plain("en", "09:00", "17:30")).toBe("9:00 AM – 5:30 PM");
  expect(plain("en", "12:00", "24:00")).toBe("12:00 PM – 12:00 AM");
  expect(plain("de", "09:00", "24:00")).toBe("09:00 – 00:00");
  expect(plain("ar-EG", "09:00", "17:30")).toBe("٩:٠٠ ص – ٥:٣٠ م");
});
