import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { lineWords, taxWords } from "../invoice/line.wording.ts";
import { type Amount, allocate, basisPointsOf, unitsIn, wholeBasisPoints } from "../money/minor.units.ts";
import { ShareReason } from "./share.reason.ts";

/** What is charged for, before tax. */
export interface ChargedItem<Currency extends string = string> {
  readonly kind: InvoiceLineKind.SERVICE | InvoiceLineKind.FEE;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Amount<Currency>;
  readonly taxBasisPoints: number;
}

/** What is let off, as a part of the price or an amount, never more than the price. */
export type Discount<Currency extends string = string> =
  | { readonly basisPoints: number }
  | { readonly amount: Amount<Currency> };

/** What a payer leaves to the patient: an amount first, and a part of the rest. */
export interface CoverageTerms<Currency extends string = string> {
  readonly copay: Amount<Currency>;
  readonly coinsuranceBasisPoints: number;
}

export interface CalculatedLine {
  readonly kind: InvoiceLineKind;
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: number;
  readonly amount: number;
  /** Of what is charged for; of a discount and of tax, none. */
  readonly taxBasisPoints: number;
}

/** Why somebody pays a part of the total. */
export interface ShareLine {
  readonly reason: ShareReason;
  readonly amount: number;
}

/** A price and its explanation: the lines add up to the total, and so do the shares. */
export interface Calculation<Currency extends string = string> {
  readonly currency: Currency;
  readonly lines: readonly CalculatedLine[];
  readonly shares: readonly ShareLine[];
  readonly total: number;
  readonly patientShare: number;
  readonly payerShare: number;
}

export interface Charge<Currency extends string = string> {
  readonly currency: Currency;
  readonly items: readonly ChargedItem<NoInfer<Currency>>[];
  readonly discount?: Discount<NoInfer<Currency>> | null | undefined;
  /** Null: the patient pays it all. */
  readonly terms?: CoverageTerms<NoInfer<Currency>> | null | undefined;
}

/**
 * What comes of a charge, the same whenever it is asked: the prices of the items, less the discount, which each bears in
 * proportion; the tax on what remains, rate by rate; and who pays which share.
 * @throws CurrencyMismatchError when something is of another currency than the charge
 */
export function calculate<Currency extends string>(charge: Charge<Currency>): Calculation<Currency> {
  const { currency, terms } = charge;
  const items = charge.items.map(({ unitPrice, ...item }): CalculatedLine => {
    const unitAmount = unitsIn(currency, unitPrice);
    return { ...item, unitAmount, amount: item.quantity * unitAmount };
  });
  const gross = sumOf(items);
  const discount = Math.min(gross, discountOf(charge, gross));
  const lines = [...items, ...discountLines(discount), ...taxLines(items, gross, discount)];
  const total = sumOf(lines);
  const shares = sharesOf(
    total,
    terms && { copay: unitsIn(currency, terms.copay), part: terms.coinsuranceBasisPoints },
  );
  const payerShare = sumOf(shares.filter(({ reason }) => reason === ShareReason.COVERED));
  return { currency, lines, shares, total, payerShare, patientShare: total - payerShare };
}

function sumOf(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

function discountOf({ currency, discount }: Charge, gross: number): number {
  if (!discount) return 0;
  return "amount" in discount ? unitsIn(currency, discount.amount) : basisPointsOf(gross, discount.basisPoints);
}

function discountLines(discount: number): CalculatedLine[] {
  if (discount === 0) return [];
  const amount = -discount;
  const kind = InvoiceLineKind.DISCOUNT;
  return [{ kind, description: lineWords.DISCOUNT, quantity: 1, unitAmount: amount, amount, taxBasisPoints: 0 }];
}

/** One line for each rate, the lowest first: what is rounded is rounded once. */
function taxLines(items: readonly CalculatedLine[], gross: number, discount: number): CalculatedLine[] {
  if (gross === 0) return [];
  const discounts = allocate(
    discount,
    items.map(({ amount }) => amount),
  );
  const bases = new Map<number, number>();
  for (const [index, { taxBasisPoints, amount }] of items.entries())
    bases.set(taxBasisPoints, (bases.get(taxBasisPoints) ?? 0) + amount - (discounts[index] ?? 0));
  return [...bases]
    .toSorted(([one], [other]) => one - other)
    .map(([rate, base]) => ({ rate, amount: basisPointsOf(base, rate) }))
    .filter(({ amount }) => amount > 0)
    .map(({ rate, amount }) => {
      const description = taxWords(rate);
      return { kind: InvoiceLineKind.TAX, description, quantity: 1, unitAmount: amount, amount, taxBasisPoints: 0 };
    });
}

/** Who pays which part of the total, and why; what nobody has to pay is not there. */
function sharesOf(
  total: number,
  terms: { readonly copay: number; readonly part: number } | null | undefined,
): ShareLine[] {
  if (!terms) return ofSome([{ reason: ShareReason.NOT_COVERED, amount: total }]);
  const copay = Math.min(total, terms.copay);
  const [coinsurance = 0, covered = 0] = allocate(total - copay, [terms.part, wholeBasisPoints - terms.part]);
  return ofSome([
    { reason: ShareReason.COPAY, amount: copay },
    { reason: ShareReason.COINSURANCE, amount: coinsurance },
    { reason: ShareReason.COVERED, amount: covered },
  ]);
}

function ofSome(shares: readonly ShareLine[]): ShareLine[] {
  return shares.filter(({ amount }) => amount > 0);
}
