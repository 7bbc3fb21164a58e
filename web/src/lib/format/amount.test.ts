import { expect, test } from "vitest";
import { amountText, parseAmount, parsePercent, parseWhole } from "./amount.ts";

test("amounts are read as the reader's language writes them, and with a plain point or comma, too", () => {
  expect(parseAmount("1,234.50", "USD", "en-US")).toBe(123_450);
  expect(parseAmount("1.234,50", "EUR", "de")).toBe(123_450);
  expect(parseAmount("1 234,50", "EUR", "fr")).toBe(123_450);
  expect(parseAmount("12.5", "EUR", "de")).toBe(1_250);
  expect(parseAmount("12,5", "USD", "en-US")).toBe(1_250);
  expect(parseAmount("80", "USD", "en-US")).toBe(8_000);
  expect(parseAmount("٨٠٫٥", "USD", "ar-EG")).toBe(8_050);
});

test("thousands are never taken for a fraction", () => {
  expect(parseAmount("1,234", "USD", "en-US")).toBe(123_400);
  expect(parseAmount("1.234", "EUR", "de")).toBe(123_400);
  expect(parseAmount("1.234.567,8", "EUR", "de")).toBe(123_456_780);
  expect(parseAmount("12,34,567.5", "INR", "en-IN")).toBe(123_456_750);
});

test("digits and signs may be Arabic or not, whichever of them the locale writes", () => {
  for (const text of ["1,234.50", "١٬٢٣٤٫٥٠", "1234.5", "١٢٣٤٫٥"]) {
    expect(parseAmount(text, "USD", "ar-EG")).toBe(123_450);
  }
  expect(parseAmount("١٬٢٣٤", "USD", "ar-EG")).toBe(123_400);
});

test("signs between thousands stand between thousands", () => {
  for (const text of ["1234.567", "1.2.3", "12.34", "1.2345", ".123", "1.234."]) {
    expect(parseAmount(text, "JPY", "de")).toBeNull();
  }
  expect(parseAmount("1234.567", "EUR", "de")).toBeNull();
  expect(parseAmount("1,2,3", "USD", "en-US")).toBeNull();
});

test("a currency has the fraction that it has", () => {
  expect(parseAmount("1500", "JPY", "en-US")).toBe(1_500);
  expect(parseAmount("15.5", "JPY", "en-US")).toBeNull();
  expect(parseAmount("1.255", "KWD", "en-US")).toBe(1_255);
  expect(parseAmount("1.255", "USD", "en-US")).toBeNull();
});

test("what is no amount is none", () => {
  for (const text of ["", "-5", "five", "1.2.3", "1e3", "$5", "1234567890123"]) {
    expect(parseAmount(text, "USD", "en-US")).toBeNull();
  }
});

test("an amount that was written out is read as the same", () => {
  for (const locale of ["en-US", "de", "es", "ar-EG", "ar", "fr", "de-CH"]) {
    for (const currency of ["USD", "KWD", "JPY"]) {
      expect(parseAmount(amountText(1_234_567, currency, locale), currency, locale)).toBe(1_234_567);
      const grouped = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(12_345.5);
      expect(parseAmount(grouped, "USD", locale)).toBe(1_234_550);
    }
  }
});

test("a whole number is read in whichever digits it is written, and nothing else is one", () => {
  expect([" 30 ", "٣٠", "007"].map(parseWhole)).toEqual([30, 30, 7]);
  expect(["", "1.5", "1٫5", "-1", "1e3", "thirty", "1234567890"].map(parseWhole)).toEqual(Array(7).fill(null));
});

test("percent are hundredths of a percent", () => {
  expect(parsePercent("19")).toBe(1_900);
  expect(parsePercent("7,5 %")).toBe(750);
  expect(parsePercent("100")).toBe(10_000);
  expect(parsePercent("100.01")).toBeNull();
  expect(parsePercent("-1")).toBeNull();
});
