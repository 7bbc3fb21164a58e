import {
  anyRecordOf,
  boundOrganization,
  currentPatientOf,
  dayIn,
  derivedUuid,
  erasedAmong,
  planDigest,
  type UnitOfWork,
  type VisitType,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { type Amount, CurrencyMismatchError } from "../money/minor.units.ts";
import { PayerRow } from "../payer/payer.entity.ts";
import { PriceRow } from "../price/price.entity.ts";
import { holdsOn } from "../price/price.service.ts";
import { type Calculation, calculate } from "../quote/quote.calculation.ts";
import { calculateVisit } from "../quote/quote.service.ts";
import { CoverageReference } from "../references/coverage-reference.entity.ts";
import { requireOrganization } from "../references/organization.reader.ts";
import { ProviderReference } from "../references/provider-reference.entity.ts";
import { PayerTermsRow } from "../terms/terms.entity.ts";
import { InvoiceCause } from "./invoice.cause.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { InvoiceLineKind } from "./line.kind.ts";
import { saveLines } from "./line.service.ts";
import { lineWords } from "./line.wording.ts";

/** A visit, as an invoice is made for it. */
export interface BilledVisit {
  readonly appointmentId: string;
  readonly patientId: string;
  readonly providerId: string;
  readonly startsAt: Date;
  readonly visitType: VisitType;
}

/**
 * Makes the draft of the invoice for a visit that took place, once: by the prices that hold on its day, the payer of the patient's
 * primary coverage, and what that one leaves to patients. Without a price it charges for nothing yet, and somebody says what for,
 * unless none is wanted then.
 */
export async function draftVisit(
  unit: UnitOfWork,
  visit: BilledVisit,
  { unlessUnpriced = false }: { readonly unlessUnpriced?: boolean } = {},
): Promise<void> {
  const { em } = unit;
  const billed = { appointmentId: visit.appointmentId, status: { $ne: InvoiceStatus.VOID }, cause: null };
  if ((await em.count(InvoiceRow, billed)) > 0) return;
  const on = dayIn((await requireOrganization(em)).timeZone, visit.startsAt);
  const priced = await priceVisit(em, { ...visit, on });
  if (unlessUnpriced && priced.calculation.lines.length === 0) return;
  await draft(unit, visit, { cause: InvoiceCause.VISIT, on, ...priced });
}

/** What a visit costs by what is known of its day, its provider and its patient, and who pays a share of it. */
async function priceVisit(
  em: EntityManager,
  {
    visitType,
    providerId,
    patientId,
    on,
  }: Pick<BilledVisit, "visitType" | "providerId" | "patientId"> & { on: string },
): Promise<{ readonly payerId: string | null; readonly calculation: Calculation }> {
  const { currency } = await requireOrganization(em);
  const provider = await em.findOne(ProviderReference, { providerId });
  const { payerId, plan } = (await coverageOn(em, patientId, on)) ?? { payerId: null, plan: null };
  const priced = { visitType, specialties: provider?.specialties ?? [], payerId, on };
  const calculation = await calculateVisit(em, priced, { plan }).catch((error: unknown) => {
    // What was decided before and after the organization's currency changed, somebody has to look at.
    if (error instanceof CurrencyMismatchError) return null;
    throw error;
  });
  return { payerId, calculation: calculation ?? calculate({ currency, items: [] }) };
}

/** Prices the drafts anew that `where` is about and nobody has changed: what was told of them came after their visits. */
export async function priceDraftsAnew({ em, touch }: UnitOfWork, where: object): Promise<void> {
  const drafts = await em.find(
    InvoiceRow,
    { $and: [where, { autoPriced: true, status: InvoiceStatus.DRAFT }] },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: "asc" } },
  );
  for (const invoice of drafts) {
    const { id, patientId, visitType, providerId, serviceOn } = invoice;
    if (!visitType || !providerId || !serviceOn || (await erasedAmong(em, [patientId])).length > 0) continue;
    const { payerId, calculation } = await priceVisit(em, { visitType, providerId, patientId, on: serviceOn });
    const { currency, total, patientShare, payerShare } = calculation;
    const wanted = { payerId, currency, totalAmount: total, balanceAmount: total };
    em.assign(invoice, { ...wanted, patientShareAmount: patientShare, payerShareAmount: payerShare } as never);
    await saveLines(em, new Map([[invoice, calculation.lines]]));
    touch(id, patientId);
  }
}

type Priced = Awaited<ReturnType<typeof priceVisit>>;

/** What an invoice that prices alone have made would cost now; null when that is the same, or nothing is known to charge for. */
export async function priceAgain(em: EntityManager, invoice: InvoiceRow): Promise<Priced | null> {
  const { patientId, visitType, providerId, serviceOn } = invoice;
  if (!visitType || !providerId || !serviceOn || (await erasedAmong(em, [patientId])).length > 0) return null;
  const priced = await priceVisit(em, { visitType, providerId, patientId, on: serviceOn });
  const { currency, lines, total, patientShare } = priced.calculation;
  if (lines.length === 0) return null;
  const isSame =
    currency === invoice.currency &&
    total === invoice.totalAmount &&
    patientShare === invoice.patientShareAmount &&
    priced.payerId === (invoice.payerId ?? null);
  return isSame ? null : priced;
}

/** Makes the draft of the invoice for the fee of a visit that was called off late, once. No payer pays for that. */
export async function draftFee(unit: UnitOfWork, visit: BilledVisit, fee: Amount): Promise<void> {
  const { timeZone } = await requireOrganization(unit.em);
  const { currency } = fee;
  await draft(unit, visit, {
    ...{ cause: InvoiceCause.CANCELLATION, payerId: null, on: dayIn(timeZone, visit.startsAt) },
    calculation: calculate({
      currency,
      items: [
        {
          ...{ kind: InvoiceLineKind.FEE, description: lineWords.LATE_CANCELLATION, quantity: 1, unitPrice: fee },
          taxBasisPoints: 0,
        },
      ],
    }),
  });
}

async function draft(
  { em, touch }: UnitOfWork,
  visit: BilledVisit,
  wanted: {
    readonly cause: InvoiceCause;
    readonly payerId: string | null;
    readonly on: string;
    readonly calculation: Calculation;
  },
): Promise<void> {
  const { cause, calculation } = wanted;
  const id = derivedUuid(`invoice:${cause}:${visit.appointmentId}`, boundOrganization(em));
  if (await em.findOne(InvoiceRow, { id })) return;
  if (!(await isBilledHere(em, visit.startsAt, wanted.on))) return;
  const patientId = await currentPatientOf(em, visit.patientId);
  // Nothing new is written about who was erased, whatever comes late.
  if ((await erasedAmong(em, [visit.patientId, patientId])).length > 0) return;
  const invoice = em.create(InvoiceRow, {
    ...{ visitType: visit.visitType, providerId: visit.providerId, autoPriced: cause === InvoiceCause.VISIT },
    ...{ id, cause, patientId, appointmentId: visit.appointmentId, payerId: wanted.payerId, serviceOn: wanted.on },
    ...{ status: InvoiceStatus.DRAFT, currency: calculation.currency, claimExternalIds: [] },
    ...{ totalAmount: calculation.total, balanceAmount: calculation.total },
    ...{ patientShareAmount: calculation.patientShare, payerShareAmount: calculation.payerShare },
  } as never);
  await saveLines(em, new Map([[invoice, calculation.lines]]));
  touch(id, patientId);
}

/** Days for which a visit is billed although there was no price yet. */
const daysBeforePrices = 30;

/**
 * Whether a visit is billed here: from the day of the first price on, or if it was of late. Whoever begins to bill here is told of
 * all visits that ever were, which were billed elsewhere.
 */
async function isBilledHere(em: EntityManager, startsAt: Date, on: string): Promise<boolean> {
  if (startsAt.getTime() > Date.now() - daysBeforePrices * 24 * 60 * 60_000) return true;
  const first = await em.findOne(PriceRow, {}, { orderBy: { startsOn: "asc", id: "asc" } });
  return first !== null && first.startsOn <= on;
}

/** Who pays first for a patient on a day, and by which plan, if it is a payer that is known here. */
export async function coverageOn(
  em: EntityManager,
  patientId: string,
  on: string,
): Promise<{ readonly payerId: string; readonly plan: string | null } | null> {
  const coverages = await em.find(
    CoverageReference,
    { patientId: anyRecordOf(boundOrganization(em), [patientId]), priority: "PRIMARY", ...holdsOn(on) },
    // Records that were merged may both have one: the later one is likelier to be right.
    { orderBy: [{ startsOn: "desc" }, { coverageId: "asc" }] },
  );
  const payers = await em.find(PayerRow, { id: { $in: coverages.map(({ payerId }) => payerId) } });
  const found = coverages.find(({ payerId }) => payers.some(({ id }) => id === payerId));
  return found ? { payerId: found.payerId, plan: await planNamed(em, found, on) } : null;
}

/** What the plan of a coverage is called, if its payer has said what it leaves to patients of it: nothing else is to be found by it. */
async function planNamed(
  em: EntityManager,
  { coverageId, payerId, planDigest: told }: CoverageReference,
  on: string,
): Promise<string | null> {
  if (told == null) return null;
  const plans = await em.find(
    PayerTermsRow,
    { payerId, planFolded: { $ne: null }, ...holdsOn(on) },
    { fields: ["planFolded"] },
  );
  const found = plans.find(({ planFolded }) => planDigest(coverageId, String(planFolded)) === told);
  return found?.planFolded ?? null;
}
