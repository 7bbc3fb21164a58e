import { defineImport, importedId, isCurrency, outcomeOf, type RowOutcome, saveImportedRows } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { eventOfStatus, invoiceIssued, invoiceUpdated } from "../invoice/invoice.events.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { saveLines, type WantedLine } from "../invoice/line.service.ts";
import { booksOf } from "../ledger/ledger.query.ts";
import { openingOf, postOpenings } from "../ledger/opening.ts";
import { receivedOf } from "../ledger/posting.ts";
import { PayerRow } from "../payer/payer.entity.ts";

const identifier = z.string().trim().min(1).max(200);
const minorUnits = z.int();
const owed = minorUnits.min(0, "must not be negative");
// History was issued: a draft has no place in it.
const issuedStatus = z.enum([InvoiceStatus.ISSUED, InvoiceStatus.PAID, InvoiceStatus.VOID, InvoiceStatus.OVERDUE]);

const invoiceLine = z
  .strictObject({
    description: z.string().trim().min(1, "must not be empty").max(500),
    quantity: z.int().min(1).max(1_000_000),
    unitAmount: minorUnits,
    amount: minorUnits,
  })
  .refine((line) => line.amount === line.quantity * line.unitAmount, {
    path: ["amount"],
    message: "must be quantity times unitAmount",
  });

const invoiceRow = z
  .strictObject({
    externalId: identifier,
    appointmentExternalId: identifier.optional(),
    patientExternalId: identifier,
    payerExternalId: identifier.optional(),
    status: issuedStatus,
    currency: z.string().refine(isCurrency, "must be an ISO 4217 code"),
    issuedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().optional(),
    total: owed,
    payerShare: owed,
    balance: owed,
    claimExternalIds: z.array(identifier).max(100).optional(),
    lines: z.array(invoiceLine).min(1).max(500),
  })
  .refine((row) => row.lines.reduce((sum, line) => sum + line.amount, 0) === row.total, {
    path: ["lines"],
    message: "must add up to the total",
  })
  .refine((row) => row.payerShare <= row.total, { path: ["payerShare"], message: "must not exceed the total" })
  .refine((row) => row.balance <= row.total, { path: ["balance"], message: "must not exceed the total" })
  .refine((row) => row.status !== InvoiceStatus.PAID || row.balance === 0, {
    path: ["balance"],
    message: "must be 0 when the invoice is paid",
  });

type ImportedInvoice = z.infer<typeof invoiceRow>;

/** Invoices of a source system, for payers that were imported before. The patient's share is what the payer leaves. */
export const invoiceImport = defineImport<ImportedInvoice>({
  plural: "invoices",
  entityType: "Invoice",
  schema: invoiceRow,
  async save(unit, rows, context) {
    const { organizationId } = context.viewer;
    const payerIdOf = ({ payerExternalId }: ImportedInvoice) =>
      payerExternalId === undefined ? null : importedId(organizationId, "payer", payerExternalId);
    const payerIds = rows.map(payerIdOf).filter((id) => id !== null);
    const payers = await unit.em.find(PayerRow, { id: { $in: payerIds } }, { fields: ["id"] });
    const known = new Set<string | null>([null, ...payers.map(({ id }) => id)]);
    const idOf = ({ externalId }: ImportedInvoice) => importedId(organizationId, "invoice", externalId);
    // Whoever moves the money of one holds it, too: what they have done is seen, or waits for what is stated here.
    await unit.em.find(
      InvoiceRow,
      { id: { $in: rows.map(idOf) } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: "asc" } },
    );
    const books = await booksOf(unit.em, rows.map(idOf));
    const refusalOf = (row: ImportedInvoice): RowOutcome | undefined => {
      if (!known.has(payerIdOf(row))) return unknownPayer;
      const { isMovedHere, currency } = books.get(idOf(row)) ?? { isMovedHere: false, currency: row.currency };
      if (isMovedHere) return changedHere;
      return currency === row.currency ? undefined : otherCurrency;
    };
    const importable = rows.filter((row) => !refusalOf(row));

    const saved = await saveImportedRows(
      unit,
      InvoiceRow,
      importable.map((row) => ({
        id: idOf(row),
        externalId: row.externalId,
        status: row.status,
        currency: row.currency,
        totalAmount: row.total,
        payerShareAmount: row.payerShare,
        patientShareAmount: row.total - row.payerShare,
        balanceAmount: row.balance,
        issuedAt: new Date(row.issuedAt),
        dueAt: row.dueAt === undefined ? null : new Date(row.dueAt),
        patientId: importedId(organizationId, "patient", row.patientExternalId),
        appointmentId:
          row.appointmentExternalId === undefined
            ? null
            : importedId(organizationId, "appointment", row.appointmentExternalId),
        payerId: payerIdOf(row),
        claimExternalIds: row.claimExternalIds ?? [],
      })),
      {
        async saveParts(invoices) {
          const lines = new Map<InvoiceRow, readonly WantedLine[]>();
          for (const [index, invoice] of invoices.entries())
            lines.set(invoice, (importable[index]?.lines ?? []).map(asService));
          return saveLines(unit.em, lines);
        },
      },
    );
    await unit.em.flush();
    await postOpenings(
      unit.em,
      context.viewer.userId,
      // A process of a version before the ledger may have imported what is not in it.
      saved.filter(({ outcome, row }) => outcome !== "unchanged" || !books.has(row.id)).map(({ row }) => row),
    );
    const outcomes = new Map<ImportedInvoice, RowOutcome>();
    for (const [index, entry] of saved.entries()) {
      const source = importable[index];
      if (source) outcomes.set(source, outcomeOf(entry));
      const received = receivedOf(openingOf(entry.row));
      if (entry.outcome === "created") {
        unit.emit(() => invoiceIssued(entry.row, received, { imported: true }));
        const follows = eventOfStatus[entry.row.status];
        if (follows) unit.emit(() => follows(entry.row, received, { imported: true }));
      }
      if (entry.outcome === "updated") unit.emit(() => invoiceUpdated(entry.row, received, { imported: true }));
    }
    return rows.map((row) => outcomes.get(row) ?? refusalOf(row) ?? unknownPayer);
  },
});

const asService = (line: ImportedInvoice["lines"][number]): WantedLine => ({
  ...{ ...line, kind: InvoiceLineKind.SERVICE, taxBasisPoints: 0 },
});

const changedHere: RowOutcome = {
  code: "CONFLICT",
  field: ["externalId"],
  message: "the invoice was paid, credited or withdrawn here, and is not what its source states any more",
};

const otherCurrency: RowOutcome = {
  code: "CONFLICT",
  field: ["currency"],
  message: "the invoice was stated in another currency before",
};

const unknownPayer: RowOutcome = {
  code: "NOT_FOUND",
  field: ["payerExternalId"],
  message: "the payer was not imported",
};
