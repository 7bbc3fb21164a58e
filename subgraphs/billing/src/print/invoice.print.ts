import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { drawFoot, drawHead, drawNote, drawParties, drawUnprintable } from "./letter.print.ts";
import { calendarDay, dayIn, language, methodWords, moneyIn, partyWords, percentOf } from "./print.words.ts";
import type { PrintedInvoice } from "./printed.invoice.ts";
import { ink, Sheet } from "./sheet.ts";
import { type Column, drawSums, drawTable, type Sum } from "./table.print.ts";

type Line = PrintedInvoice["lines"][number];

const charged: readonly InvoiceLineKind[] = [InvoiceLineKind.SERVICE, InvoiceLineKind.FEE];

const stamps: Readonly<Partial<Record<InvoiceStatus, string>>> = {
  [InvoiceStatus.PAID]: ink.paid,
  [InvoiceStatus.VOID]: ink.withdrawn,
};

/** An invoice on paper, with what was paid and credited of it until now: a PDF. */
export function printInvoice(printed: PrintedInvoice): Promise<Buffer> {
  const { invoice, issuer, patient, payer, lines } = printed;
  const [money, day] = [moneyIn(invoice.currency), dayIn(issuer.timeZone)];
  const number = invoice.number ?? invoice.externalId ?? "–";
  const title = `Invoice ${number}`;
  const sheet = new Sheet({ paper: issuer.paper, title: `${title}, ${issuer.name}`, author: issuer.name, language });

  drawHead(sheet, issuer, {
    title: "Invoice",
    facts: [
      ["Number", number],
      ...(invoice.issuedAt ? [["Issued", day(invoice.issuedAt)] as const] : []),
      ...(invoice.serviceOn ? [["Date of service", calendarDay(invoice.serviceOn)] as const] : []),
      ...(invoice.dueAt ? [["Due", day(invoice.dueAt)] as const] : []),
    ],
  });
  drawParties(sheet, [["Invoice to", patient], ...(payer ? [["Payer", payer] as const] : [])]);

  const columns: readonly Column<Line>[] = [
    { title: "Description", share: 0.46, of: ({ description }) => description },
    { title: "Quantity", share: 0.11, align: "right", of: ({ quantity }) => String(quantity) },
    { title: "Unit price", share: 0.16, align: "right", of: ({ unitAmount }) => money(unitAmount) },
    { title: "Tax", share: 0.1, align: "right", of: ({ taxBasisPoints }) => percentOf(taxBasisPoints) },
    { title: "Amount", share: 0.17, align: "right", of: ({ amount }) => money(amount) },
  ];
  const items = lines.filter(({ kind }) => charged.includes(kind));
  drawTable(sheet, "What is charged for", columns, items);
  drawSums(sheet, "What it comes to", totalsOf(printed, items, money));
  const color = stamps[invoice.status];
  if (color) sheet.stamp(invoice.status, { x: sheet.left + 120, y: sheet.y - 40, color });
  drawSettlement(sheet, printed, money, day);
  drawUnprintable(sheet, [patient.name, ...patient.lines, ...items.map(({ description }) => description)]);
  return drawFoot(sheet, issuer, title);
}

function totalsOf(
  { invoice, lines, payer }: PrintedInvoice,
  items: readonly Line[],
  money: (amount: number) => string,
): Sum[] {
  const others = lines.filter((line) => !items.includes(line));
  const subtotal = items.reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...(others.length > 0 ? [{ label: "Subtotal", amount: money(subtotal) }] : []),
    ...others.map(({ description, amount }) => ({ label: description, amount: money(amount) })),
    { label: "Total", amount: money(invoice.totalAmount), isTotal: true },
    ...(payer
      ? [
          { label: `Of which ${payer.name} pays`, amount: money(invoice.payerShareAmount) },
          { label: "Of which the patient pays", amount: money(invoice.patientShareAmount) },
        ]
      : []),
  ];
}

interface Movement {
  readonly at: Date;
  readonly what: string;
  readonly amount: number;
}

/** What was paid, given back and credited, and what is left. */
function drawSettlement(
  sheet: Sheet,
  { invoice, payments, creditNotes, settledBefore, owedBack, payer }: PrintedInvoice,
  money: (amount: number) => string,
  day: (moment: Date) => string,
): void {
  const by = (party: keyof typeof partyWords) => (payer ? `, ${partyWords[party]}` : "");
  const movements: Movement[] = [
    ...payments.flatMap(({ method, party, amount, receivedAt, refunds }) => [
      { at: receivedAt, what: `Payment: ${methodWords[method]}${by(party)}`, amount: -amount },
      ...refunds.map((refund) => ({ at: refund.refundedAt, what: `Refund${by(party)}`, amount: refund.amount })),
    ]),
    ...creditNotes.map(({ number, party, amount, issuedAt }) => ({
      ...{ at: issuedAt, what: `Credit note ${number}${by(party)}`, amount: -amount },
    })),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const columns: readonly Column<Movement>[] = [
    { title: "Date", share: 0.25, of: ({ at }) => day(at) },
    { title: "Payments and credits", share: 0.53, of: ({ what }) => what },
    { title: "Amount", share: 0.22, align: "right", of: ({ amount }) => money(amount) },
  ];
  if (movements.length > 0) drawTable(sheet, "What was paid and credited", columns, movements);
  if (invoice.status === InvoiceStatus.VOID) {
    const since = invoice.voidedAt ? ` on ${day(invoice.voidedAt)}` : "";
    drawNote(sheet, `This invoice was withdrawn${since}: nothing is to be paid for it.`);
    return;
  }
  drawSums(sheet, "What is left to pay", [
    ...(settledBefore > 0 ? [{ label: "Settled before", amount: money(-settledBefore) }] : []),
    { label: "Balance due", amount: money(invoice.balanceAmount), isTotal: true },
    ...(owedBack > 0 ? [{ label: "Owed to you", amount: money(owedBack) }] : []),
  ]);
}
