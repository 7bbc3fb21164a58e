import { VisitType } from "@careconnect/kit";
import { describe, expect, it } from "vitest";
import { calculate } from "../quote/quote.calculation.ts";
import { InvoiceLineKind } from "./line.kind.ts";
import { lineWords, taxWords, visitWords, wordingOf } from "./line.wording.ts";

describe("how a line is described", () => {
  it("is told of every line that billing computes", () => {
    const { lines } = calculate({
      currency: "USD",
      items: Object.values(VisitType).map((visitType, index) => ({
        ...{ kind: InvoiceLineKind.SERVICE, description: visitWords[visitType], quantity: 1 },
        ...{ unitPrice: { amount: 10_000, currency: "USD" as const }, taxBasisPoints: [1_900, 725, 0][index] ?? 0 },
      })),
      discount: { basisPoints: 1_000 },
    });
    expect(lines.map((line) => wordingOf(line))).toEqual([
      { wording: "OFFICE_VISIT", taxRateBasisPoints: null },
      { wording: "VIDEO_VISIT", taxRateBasisPoints: null },
      { wording: "TELEPHONE_VISIT", taxRateBasisPoints: null },
      { wording: "DISCOUNT", taxRateBasisPoints: null },
      { wording: "TAX", taxRateBasisPoints: 725 },
      { wording: "TAX", taxRateBasisPoints: 1_900 },
    ]);
    expect(wordingOf({ kind: InvoiceLineKind.FEE, description: lineWords.LATE_CANCELLATION }).wording).toBe(
      "LATE_CANCELLATION",
    );
  });

  it("is told of every rate of tax that there may be", () => {
    for (let rate = 1; rate <= 10_000; rate += 1)
      expect(wordingOf({ kind: InvoiceLineKind.TAX, description: taxWords(rate) }).taxRateBasisPoints).toBe(rate);
  });

  it.each([
    [InvoiceLineKind.SERVICE, "Office visit, 30 minutes"],
    [InvoiceLineKind.SERVICE, "Discount"],
    [InvoiceLineKind.SERVICE, "Tax 19 %"],
    [InvoiceLineKind.DISCOUNT, "For friends of the house"],
    [InvoiceLineKind.TAX, "Stamp duty"],
    [InvoiceLineKind.TAX, "Tax 19 % of Berlin"],
    [InvoiceLineKind.FEE, "toString"],
  ])("is not told of a %s that somebody calls %s", (kind, description) => {
    expect(wordingOf({ kind, description })).toEqual({ wording: null, taxRateBasisPoints: null });
  });
});
