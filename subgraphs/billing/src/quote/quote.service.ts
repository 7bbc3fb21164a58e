import { assertMay, BadUserInputError, dayIn, knownUuid, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { visitWords, wordingOf } from "../invoice/line.wording.ts";
import { type Amount, CurrencyMismatchError, wholeBasisPoints } from "../money/minor.units.ts";
import { PayerRow } from "../payer/payer.entity.ts";
import { readPrices } from "../price/price.policy.ts";
import { largestPrice, longestPlan, longestSpecialty } from "../price/price.schema.ts";
import { findPrice, type PricedVisit } from "../price/price.service.ts";
import { findOrganization } from "../references/organization.reader.ts";
import { findTerms } from "../terms/terms.service.ts";
import { type Calculation, type CoverageTerms, calculate, type Discount } from "./quote.calculation.ts";
import type { Quote, QuoteInput } from "./quote.type.ts";

/** What a visit would cost; null when there is no price for it. */
export async function quote(context: RequestContext, input: QuoteInput): Promise<Quote | null> {
  assertMay(context, readPrices);
  const em = context.em.fork();
  const organization = await findOrganization(em);
  const visit: PricedVisit = {
    visitType: input.visitType,
    specialties: input.specialty == null ? [] : [input.specialty],
    payerId: input.payerId == null ? null : knownUuid(input.payerId),
    on: input.on ?? dayIn(organization?.timeZone ?? "UTC", new Date()),
  };
  requireShort(input.specialty, longestSpecialty, "specialty");
  requireShort(input.plan, longestPlan, "plan");
  if (visit.payerId !== null && !(await em.findOne(PayerRow, { id: visit.payerId })))
    throw new BadUserInputError("No payer has this id.", ["input", "payerId"]);
  const discount = discountIn(input);
  const calculation = await calculateVisit(em, visit, {
    plan: input.plan ?? null,
    discountIn: (currency) =>
      discount && ("amount" in discount ? { amount: { amount: discount.amount, currency } } : discount),
  }).catch(refuseMixture);
  return calculation && asQuote(calculation);
}

/** Prices and terms that were decided before and after the organization's currency changed. */
function refuseMixture(error: unknown): never {
  if (!(error instanceof CurrencyMismatchError)) throw error;
  throw new BadUserInputError("The price and the payer's terms are in different currencies: end the older ones.", [
    "input",
    "payerId",
  ]);
}

/** What a visit costs by the prices and terms that hold on its day; null when there is no price for it. */
export async function calculateVisit(
  em: EntityManager,
  visit: PricedVisit,
  options: { readonly plan: string | null; readonly discountIn?: (currency: string) => Discount | null },
): Promise<Calculation | null> {
  const price = await findPrice(em, visit);
  if (!price) return null;
  const { currency, taxBasisPoints } = price;
  return calculate({
    currency,
    items: [
      {
        ...{ kind: InvoiceLineKind.SERVICE, description: visitWords[visit.visitType], quantity: 1, taxBasisPoints },
        unitPrice: { amount: price.amount, currency },
      },
    ],
    discount: options.discountIn?.(currency) ?? null,
    terms: await coverageTerms(em, { payerId: visit.payerId, plan: options.plan, on: visit.on }),
  });
}

/** What a payer leaves to a patient on a day; null when it has said nothing, and pays nothing. */
export async function coverageTerms(
  em: EntityManager,
  asked: { readonly payerId: string | null; readonly plan: string | null; readonly on: string },
): Promise<CoverageTerms | null> {
  const { payerId } = asked;
  const terms = payerId === null ? null : await findTerms(em, { ...asked, payerId });
  if (!terms) return null;
  const { copayAmount, coinsuranceBasisPoints, currency } = terms;
  return { copay: { amount: copayAmount, currency }, coinsuranceBasisPoints };
}

function discountIn({ discountBasisPoints, discountAmount }: QuoteInput) {
  if (discountBasisPoints != null && discountAmount != null)
    throw new BadUserInputError("A discount is a part or an amount, not both.", ["input", "discountAmount"]);
  requireWithin(discountBasisPoints, wholeBasisPoints, "discountBasisPoints");
  requireWithin(discountAmount, largestPrice, "discountAmount");
  if (discountBasisPoints != null) return { basisPoints: discountBasisPoints };
  return discountAmount == null ? null : { amount: discountAmount };
}

function requireWithin(value: number | null | undefined, most: number, field: string): void {
  if (value == null || (value >= 0 && value <= most)) return;
  throw new BadUserInputError(`\`${field}\` must be between 0 and ${most}.`, ["input", field]);
}

function requireShort(value: string | null | undefined, longest: number, field: string): void {
  if (value == null || value.length <= longest) return;
  throw new BadUserInputError(`\`${field}\` must have ${longest} characters at most.`, ["input", field]);
}

function asQuote({ currency, lines, shares, ...totals }: Calculation): Quote {
  const money = (amount: number): Amount => ({ amount, currency });
  return {
    lines: lines.map(({ kind, description, amount }) => ({
      ...{ kind, description, ...wordingOf({ kind, description }), amount: money(amount) },
    })),
    shares: shares.map(({ reason, amount }) => ({ reason, amount: money(amount) })),
    total: money(totals.total),
    patientShare: money(totals.patientShare),
    payerShare: money(totals.payerShare),
  };
}
