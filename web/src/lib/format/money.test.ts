import { expect, test } from "vitest";
import { formatMoney, formatMoneyBriefly } from "./money.ts";

test("minor units follow the currency's own fraction digits", () => {
  expect(formatMoney({ amount: 123456, currency: "USD" }, "en-US")).toBe("$1,234.56");
  expect(formatMoney({ amount: 123456, currency: "JPY" }, "en-US")).toBe("¥123,456");
  expect(formatMoney({ amount: 123456, currency: "KWD" }, "en-US").replace(/\s/, " ")).toBe("KWD 123.456");
});

test("the reader's locale decides separators and the symbol's place", () => {
  expect(formatMoney({ amount: -5, currency: "EUR" }, "de-DE").replace(/\s/, " ")).toBe("-0,05 €");
});

test("a currency of letters and a sign stays together where text runs from the right", () => {
  expect(formatMoney({ amount: 20_500, currency: "USD" }, "ar")).toMatch(/205\.00\s\u2066US\$\u2069$/);
});

test.each([
  [{ amount: 450_000, currency: "USD" }, "en-US", "4.5K"],
  [{ amount: 4_500, currency: "JPY" }, "en-US", "4.5K"],
  [{ amount: 0, currency: "EUR" }, "de-DE", "0"],
])("%j is briefly %s: %s", (money, locale, brief) => {
  expect(formatMoneyBriefly(money, locale)).toBe(brief);
});
