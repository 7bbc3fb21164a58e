import { drawFoot, drawHead, drawNote, drawParties, drawUnprintable } from "./letter.print.ts";
import { dayIn, language, moneyIn, partyWords } from "./print.words.ts";
import type { PrintedInvoice } from "./printed.invoice.ts";
import { Sheet } from "./sheet.ts";
import { drawSums, drawTable } from "./table.print.ts";

/** A credit note of an invoice on paper: a PDF. */
export function printCreditNote(printed: PrintedInvoice, note: PrintedInvoice["creditNotes"][number]): Promise<Buffer> {
  const { invoice, issuer, patient, payer } = printed;
  const [money, day] = [moneyIn(invoice.currency), dayIn(issuer.timeZone)];
  const title = `Credit note ${note.number}`;
  const sheet = new Sheet({ paper: issuer.paper, title: `${title}, ${issuer.name}`, author: issuer.name, language });
  const corrected = invoice.number ?? invoice.externalId ?? "–";

  drawHead(sheet, issuer, {
    title: "Credit note",
    facts: [
      ["Number", note.number],
      ["Issued", day(note.issuedAt)],
      ["Of invoice", corrected],
      ...(invoice.issuedAt ? [["Which was issued", day(invoice.issuedAt)] as const] : []),
    ],
  });
  drawParties(sheet, [["Credit to", patient], ...(payer ? [["Payer", payer] as const] : [])]);
  const whose = payer ? `, share of the ${partyWords[note.party]}` : "";
  drawTable(
    sheet,
    "What is credited",
    [
      { title: "Description", share: 0.75, of: () => `Correction of invoice ${corrected}${whose}` },
      { title: "Amount", share: 0.25, align: "right", of: () => money(note.amount - note.taxAmount) },
    ],
    [note],
  );
  drawSums(sheet, "What it comes to", [
    ...(note.taxAmount > 0 ? [{ label: "Tax", amount: money(note.taxAmount) }] : []),
    { label: "Credited in all", amount: money(note.amount), isTotal: true },
  ]);
  if (note.reason) drawNote(sheet, `Reason: ${note.reason}`);
  drawUnprintable(sheet, [patient.name, ...patient.lines, note.reason ?? ""]);
  return drawFoot(sheet, issuer, title);
}
