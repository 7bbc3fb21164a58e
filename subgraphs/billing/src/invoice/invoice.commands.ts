import {
  type CommandUnit,
  dayIn,
  defineCommand,
  knownUuid,
  notFound,
  requireNotErased,
  requireVersion,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { movementsOf, post } from "../ledger/ledger.query.ts";
import { reversed } from "../ledger/posting.ts";
import { PayerRow } from "../payer/payer.entity.ts";
import { followMoney } from "../prepayment/prepayment.progress.ts";
import { basisPoints, planName, priceAmount } from "../price/price.schema.ts";
import { calculate } from "../quote/quote.calculation.ts";
import { coverageTerms } from "../quote/quote.service.ts";
import { unlessErased } from "../references/erased.text.ts";
import { findOrganization, requireOrganization } from "../references/organization.reader.ts";
import { endOfDayAfter } from "./due.day.ts";
import { coverageOn } from "./invoice.draft.ts";
import type { InvoiceRow } from "./invoice.entity.ts";
import { chargesNothing, notUnpaid } from "./invoice.errors.ts";
import { eventOfStatus, invoiceIssued, invoiceVoided } from "./invoice.events.ts";
import { changeInvoices } from "./invoice.policy.ts";
import { issuingOf } from "./invoice.posting.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { statusAfter } from "./invoice.transition.ts";
import { InvoiceLineRow } from "./line.entity.ts";
import { InvoiceLineKind } from "./line.kind.ts";
import { saveLines } from "./line.service.ts";
import { nextNumber } from "./number.query.ts";
import { lockInvoice } from "./settlement.ts";

/** How many lines an invoice has at most, and how many of one thing are on one. */
const [mostLines, mostOfOne] = [50, 1_000];

/** Days until an invoice is due, unless whoever issues it says otherwise, and at most. */
const [usualDays, mostDays] = [30, 365];

export const reasonOfChange = z
  .string()
  .trim()
  .min(10, "must have 10 characters at least")
  .max(500, "must have 500 at most");

export const setInvoiceLines = defineCommand({
  name: "setInvoiceLines",
  rule: changeInvoices,
  entityType: "Invoice",
  schema: z
    .object({
      id: z.string().transform(knownUuid),
      expectedVersion: z.int(),
      lines: z
        .array(
          z.object({
            kind: z.enum([InvoiceLineKind.SERVICE, InvoiceLineKind.FEE], "must be SERVICE or FEE").nullish(),
            description: z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most"),
            quantity: z.int().min(1, "must be 1 at least").max(mostOfOne, `must be ${mostOfOne} at most`),
            unitPrice: priceAmount,
            taxBasisPoints: basisPoints.nullish(),
          }),
        )
        .min(1, "must not be empty: void the draft instead")
        .max(mostLines, `must be ${mostLines} at most`),
      payerId: z.string().transform(knownUuid).nullish(),
      plan: planName.nullish(),
      discountBasisPoints: basisPoints.nullish(),
      discountAmount: priceAmount.nullish(),
    })
    .refine(({ discountBasisPoints, discountAmount }) => discountBasisPoints == null || discountAmount == null, {
      path: ["discountAmount"],
      error: "is instead of `discountBasisPoints`, not beside it",
    }),
  async run(unit, { id, expectedVersion, ...wanted }, { viewer }, reach) {
    const invoice = await lockInvoice(unit, { viewer, reach }, { id });
    requireVersion(invoice, expectedVersion);
    statusAfter("edit", invoice.status);
    // Lines stay as they are when their patient is erased: none with other words follow.
    await requireNotErased(unit.em, invoice.patientId, "id");
    const payerId = wanted.payerId === undefined ? (invoice.payerId ?? null) : wanted.payerId;
    if (wanted.payerId && !(await unit.em.findOne(PayerRow, { id: wanted.payerId }))) throw notFound("payerId");
    const { currency } = invoice;
    const on = invoice.serviceOn ?? dayIn((await findOrganization(unit.em))?.timeZone ?? "UTC", new Date());
    const plan = wanted.plan === undefined ? await planWith(unit.em, invoice.patientId, payerId, on) : wanted.plan;
    const terms = await coverageTerms(unit.em, { payerId, plan, on });
    const calculation = calculate({
      currency,
      items: wanted.lines.map(({ kind, unitPrice, taxBasisPoints, ...line }) => ({
        ...{ ...line, kind: kind ?? InvoiceLineKind.SERVICE, taxBasisPoints: taxBasisPoints ?? 0 },
        unitPrice: { amount: unitPrice, currency },
      })),
      discount: discountOf(wanted, currency),
      // Terms in another currency than the invoice's are about other visits.
      terms: terms?.copay.currency === currency ? terms : null,
    });
    unit.em.assign(invoice, {
      ...{ payerId, totalAmount: calculation.total, balanceAmount: calculation.total, updatedAt: new Date() },
      autoPriced: false,
      ...{ patientShareAmount: calculation.patientShare, payerShareAmount: calculation.payerShare },
    } as never);
    await saveLines(unit.em, new Map([[invoice, calculation.lines]]));
    return invoice.id;
  },
});

/** The plan that the patient's coverage with a payer names, unless somebody says another one. */
async function planWith(em: EntityManager, patientId: string, payerId: string | null, on: string) {
  const coverage = payerId === null ? null : await coverageOn(em, patientId, on);
  return coverage?.payerId === payerId ? coverage.plan : null;
}

function discountOf(
  given: {
    readonly discountBasisPoints?: number | null | undefined;
    readonly discountAmount?: number | null | undefined;
  },
  currency: string,
) {
  if (given.discountAmount != null) return { amount: { amount: given.discountAmount, currency } };
  return given.discountBasisPoints == null ? null : { basisPoints: given.discountBasisPoints };
}

export const issueInvoice = defineCommand({
  name: "issueInvoice",
  rule: changeInvoices,
  entityType: "Invoice",
  whileRestricted: "what is owed is claimed by law",
  schema: z.object({
    id: z.string().transform(knownUuid),
    expectedVersion: z.int(),
    dueInDays: z.int().min(0, "must not be negative").max(mostDays, `must be ${mostDays} at most`).nullish(),
  }),
  async run(unit, { id, expectedVersion, dueInDays }, { viewer }, reach) {
    const invoice = await lockInvoice(unit, { viewer, reach }, { id });
    requireVersion(invoice, expectedVersion);
    const { timeZone } = await requireOrganization(unit.em);
    await issue(unit, invoice, {
      dueAt: (issuedAt) => endOfDayAfter(issuedAt, dueInDays ?? usualDays, timeZone),
      actorId: viewer.userId,
    });
    // Of a visit that is paid in advance, the patient may owe nothing by it.
    await followMoney(unit, invoice, (await movementsOf(unit.em, [invoice.id])).get(invoice.id) ?? {}, new Date());
    return invoice.id;
  },
});

/** Issues a draft that the transaction holds. @throws CommandRefusal ILLEGAL_TRANSITION, INVOICE_EMPTY */
export async function issue(
  unit: CommandUnit,
  invoice: InvoiceRow,
  { dueAt, actorId }: { readonly dueAt: (issuedAt: Date) => Date; readonly actorId: string },
): Promise<void> {
  const status = statusAfter("issue", invoice.status);
  const lines = await unit.em.find(InvoiceLineRow, { invoiceId: invoice.id });
  if (lines.length === 0) throw chargesNothing();
  const number = await nextNumber(unit.em, "INV");
  // After the number was waited for: of two invoices the one with the higher number is not the older one.
  const issuedAt = new Date();
  unit.em.assign(invoice, {
    ...{ number, issuedAt, dueAt: dueAt(issuedAt) },
    status: invoice.balanceAmount === 0 ? statusAfter("settle", status) : status,
  } as never);
  await write(unit, invoice, actorId, { kind: "ISSUED", movements: issuingOf(invoice, lines) });
  unit.emit(() => invoiceIssued(invoice, 0));
  const follows = eventOfStatus[invoice.status];
  if (follows) unit.emit(() => follows(invoice, 0));
}

export const voidInvoice = defineCommand({
  name: "voidInvoice",
  rule: changeInvoices,
  entityType: "Invoice",
  whileRestricted: "what is owed is claimed by law",
  schema: z.object({
    id: z.string().transform(knownUuid),
    reason: reasonOfChange,
    expectedVersion: z.int(),
  }),
  async run(unit, { id, reason, expectedVersion }, { viewer }, reach) {
    const invoice = await lockInvoice(unit, { viewer, reach }, { id });
    requireVersion(invoice, expectedVersion);
    await withdraw(unit, invoice, { reason, actorId: viewer.userId });
    return invoice.id;
  },
});

/** Withdraws an invoice that the transaction holds. @throws CommandRefusal ILLEGAL_TRANSITION, INVOICE_NOT_UNPAID */
export async function withdraw(
  unit: CommandUnit,
  invoice: InvoiceRow,
  { reason, actorId }: { readonly reason: string; readonly actorId: string },
): Promise<void> {
  const status = statusAfter("void", invoice.status);
  if (invoice.balanceAmount !== invoice.totalAmount) throw notUnpaid();
  const wasIssued = invoice.status !== InvoiceStatus.DRAFT;
  const voidReason = await unlessErased(unit.em, invoice.patientId, reason);
  unit.em.assign(invoice, { status, balanceAmount: 0, voidedAt: new Date(), voidReason } as never);
  const movements = reversed((await movementsOf(unit.em, [invoice.id])).get(invoice.id) ?? {});
  await write(unit, invoice, actorId, { kind: "VOIDED", movements });
  if (wasIssued) unit.emit(() => invoiceVoided(invoice, 0));
}

async function write(
  { em }: CommandUnit,
  { id, currency }: InvoiceRow,
  actorId: string,
  posting: { readonly kind: string; readonly movements: ReturnType<typeof reversed> },
): Promise<void> {
  const source = { type: "Invoice", id, kind: posting.kind } as const;
  await post(em, actorId, [{ source, invoiceId: id, currency, occurredAt: new Date(), movements: posting.movements }]);
}
