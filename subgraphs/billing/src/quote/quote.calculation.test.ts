import { propertySeed } from "@careconnect/kit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { allocate, basisPointsOf, CurrencyMismatchError, proportionOf } from "../money/minor.units.ts";
import { type Charge, calculate } from "./quote.calculation.ts";

const usd = (amount: number) => ({ amount, currency: "USD" as const });
const amount = fc.oneof(fc.nat(1_000), fc.nat(10_000_000_000));
const basisPoints = fc.nat(10_000);
const item = fc.record({
  kind: fc.constantFrom(InvoiceLineKind.SERVICE as const, InvoiceLineKind.FEE as const),
  description: fc.string(),
  quantity: fc.integer({ min: 1, max: 1_000 }),
  unitPrice: amount.map(usd),
  taxBasisPoints: fc.oneof(basisPoints, fc.constantFrom(0, 700, 1_900)),
});
const charge: fc.Arbitrary<Charge<"USD">> = fc.record({
  currency: fc.constant("USD" as const),
  items: fc.array(item, { maxLength: 20 }),
  discount: fc.option(
    fc.oneof(
      basisPoints.map((part) => ({ basisPoints: part })),
      amount.map((off) => ({ amount: usd(off) })),
    ),
  ),
  terms: fc.option(fc.record({ copay: amount.map(usd), coinsuranceBasisPoints: basisPoints })),
});
const holds = (property: fc.IProperty<[Charge<"USD">]>) => fc.assert(property, { numRuns: 2_000, seed: propertySeed });
const sum = (parts: readonly { readonly amount: number }[]) => parts.reduce((total, part) => total + part.amount, 0);

describe("what comes of a charge", () => {
  it("adds up: the lines to the total, the shares to the total, each line to its quantity of its price", () => {
    holds(
      fc.property(charge, (given) => {
        const { lines, shares, total, patientShare, payerShare } = calculate(given);
        expect(sum(lines)).toBe(total);
        expect(sum(shares)).toBe(total);
        expect(patientShare + payerShare).toBe(total);
        for (const line of lines) expect(line.amount).toBe(line.quantity * line.unitAmount);
      }),
    );
  });

  it("is never negative, whole, and exact in a JavaScript number", () => {
    holds(
      fc.property(charge, (given) => {
        const { lines, shares, total, patientShare, payerShare } = calculate(given);
        for (const value of [total, patientShare, payerShare, ...shares.map((share) => share.amount)]) {
          expect(Number.isSafeInteger(value)).toBe(true);
          expect(value).toBeGreaterThanOrEqual(0);
        }
        for (const line of lines) expect(line.amount < 0).toBe(line.kind === InvoiceLineKind.DISCOUNT);
      }),
    );
  });

  it("is the same whenever it is asked, and changes nothing that it was given", () => {
    holds(
      fc.property(charge, (given) => {
        const before = structuredClone(given);
        expect(calculate(given)).toEqual(calculate(structuredClone(given)));
        expect(given).toEqual(before);
      }),
    );
  });

  it("costs the patient what terms leave to them, and no more than it costs", () => {
    holds(
      fc.property(charge, (given) => {
        const { total, patientShare, payerShare } = calculate(given);
        if (!given.terms) expect(payerShare).toBe(0);
        else expect(patientShare).toBeGreaterThanOrEqual(Math.min(total, given.terms.copay.amount));
      }),
    );
  });

  it("says how it came about", () => {
    const { lines, shares, ...totals } = calculate({
      currency: "USD",
      items: [
        {
          ...{ kind: InvoiceLineKind.SERVICE, description: "Office visit", quantity: 1, taxBasisPoints: 1_900 },
          unitPrice: usd(10_001),
        },
        {
          ...{ kind: InvoiceLineKind.SERVICE, description: "Dressing", quantity: 2, taxBasisPoints: 700 },
          unitPrice: usd(1_000),
        },
      ],
      discount: { basisPoints: 1_000 },
      terms: { copay: usd(2_000), coinsuranceBasisPoints: 3_333 },
    });
    // Gross 12,001; 10 % of it is 1,200.1; 1,000 of that fall to the first item, 200 to the second.
    expect(lines.map(({ kind, description, amount }) => [kind, description, amount])).toEqual([
      ["SERVICE", "Office visit", 10_001],
      ["SERVICE", "Dressing", 2_000],
      ["DISCOUNT", "Discount", -1_200],
      ["TAX", "Tax 7 %", 126],
      ["TAX", "Tax 19 %", 1_710],
    ]);
    expect(shares).toEqual([
      { reason: "COPAY", amount: 2_000 },
      { reason: "COINSURANCE", amount: 3_545 },
      { reason: "COVERED", amount: 7_092 },
    ]);
    expect(totals).toEqual({ currency: "USD", total: 12_637, patientShare: 5_545, payerShare: 7_092 });
  });

  it("refuses to count two currencies as one, wherever they meet", () => {
    const priced = {
      ...{ kind: InvoiceLineKind.SERVICE as const, description: "Visit", quantity: 1, taxBasisPoints: 0 },
      unitPrice: { amount: 1, currency: "EUR" as string },
    };
    const euros = { amount: 1, currency: "EUR" as string };
    const currency: string = "USD";
    for (const charge of [
      { currency, items: [priced] },
      { currency, items: [], discount: { amount: euros } },
      { currency, items: [], terms: { copay: euros, coinsuranceBasisPoints: 0 } },
    ])
      expect(() => calculate(charge)).toThrow(CurrencyMismatchError);
    const inEuros = { ...priced, unitPrice: { amount: 1, currency: "EUR" as const } };
    // @ts-expect-error The compiler knows it where it knows the currencies.
    expect(() => calculate({ currency: "USD", items: [inEuros] })).toThrow(CurrencyMismatchError);
  });
});

describe("rounding", () => {
  it("is to the nearest minor unit, half to the even one", () => {
    expect([5, 15, 25, 35, 24, 26].map((amount) => basisPointsOf(amount, 1_000))).toEqual([0, 2, 2, 4, 2, 3]);
    expect(proportionOf(1, 1, 2)).toBe(0);
    expect(proportionOf(3, 1, 2)).toBe(2);
    expect(basisPointsOf(9_007_199_254_740_991, 10_000)).toBe(9_007_199_254_740_991);
  });

  it("gives what is left to the largest remainders, of equal ones to the first", () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(10, [1, 2, 4])).toEqual([1, 3, 6]);
    expect(() => allocate(1, [0, 0])).toThrow(RangeError);
    fc.assert(
      fc.property(fc.nat(10_000_000_000), fc.array(fc.nat(1_000_000), { minLength: 1 }), (whole, weights) => {
        if (weights.every((weight) => weight === 0)) (weights as number[]).push(1);
        const shares = allocate(whole, weights);
        expect(shares.reduce((total, share) => total + share, 0)).toBe(whole);
        const all = weights.reduce((total, weight) => total + weight, 0);
        for (const [index, share] of shares.entries())
          expect(Math.abs(share - (whole * (weights[index] ?? 0)) / all)).toBeLessThanOrEqual(1);
      }),
      { seed: propertySeed },
    );
  });
});
