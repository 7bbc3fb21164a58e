import { expect, it } from "vitest";
import { challengePage } from "./challenge.page.ts";

it.each([
  { amount: 5_000, currency: "usd", shown: "50.00 USD" },
  { amount: 1_000, currency: "jpy", shown: "1000 JPY" },
  { amount: 1_500, currency: "kwd", shown: "1.500 KWD" },
])("asks for $shown", ({ amount, currency, shown }) => {
  expect(challengePage({ amount, currency }, false)).toContain(`It is me: pay ${shown}<`);
  expect(challengePage({ amount, currency }, true)).not.toContain("<button");
});
