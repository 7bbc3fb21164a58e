import { expect, test } from "vitest";
import { invoiceWhole } from "../../testing/invoice.factory.ts";
import { allowedInvoiceActions } from "./invoice-actions.ts";
import { creditable, owed } from "./settlement.ts";

const desk = { roles: ["STAFF"] as const, patientId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" }) as const;

test("a draft is issued, changed or voided, and issued only when it charges for something", () => {
  const draft = invoiceWhole({ status: "DRAFT", number: null });
  expect(allowedInvoiceActions(draft, desk)).toEqual(["issue", "edit", "void"]);
  expect(allowedInvoiceActions({ ...draft, lines: [] }, desk)).toEqual(["edit", "void"]);
});

test("what is owed can be paid; what was touched is corrected, and no longer voided", () => {
  const issued = invoiceWhole();
  expect(allowedInvoiceActions(issued, desk)).toEqual(["pay", "credit", "void"]);
  expect(allowedInvoiceActions({ ...issued, balance: usd(5_000) }, desk)).toEqual(["pay", "credit"]);
  expect(allowedInvoiceActions({ ...issued, status: "PAID", balance: usd(0) }, desk)).toEqual(["credit"]);
  expect(allowedInvoiceActions({ ...issued, status: "VOID" }, desk)).toEqual(["replace"]);
  const replacedBy = { __typename: "Invoice", id: "i2", number: null, issuedAt: null } as const;
  expect(allowedInvoiceActions({ ...issued, status: "VOID", replacedBy }, desk)).toEqual([]);
});

test("only the desk keeps the books, and nobody about themselves", () => {
  const issued = invoiceWhole();
  expect(allowedInvoiceActions(issued, { roles: ["NURSE"], patientId: null })).toEqual([]);
  expect(allowedInvoiceActions(issued, { roles: ["PATIENT"], patientId: "p1" })).toEqual([]);
  expect(allowedInvoiceActions(issued, { roles: ["ADMIN", "PATIENT"], patientId: "p1" })).toEqual([]);
});

test("a share owes what was neither credited nor paid, and what was given back again", () => {
  const [payment] = invoiceWhole().payments ?? [];
  const invoice = invoiceWhole({
    balance: usd(15_000),
    creditNotes: [
      {
        __typename: "CreditNote",
        id: "c1",
        number: "CN-1",
        party: "PATIENT",
        reason: null,
        issuedAt: "2026-11-21T15:00:00.000Z",
        amount: usd(1_000),
      },
    ],
    payments: payment ? [{ ...payment, amount: usd(3_000), refunded: usd(500) }] : [],
  });
  expect(creditable(invoice, "PATIENT")).toBe(3_000);
  expect(owed(invoice, "PATIENT")).toBe(500);
  // The payer's share is 160, but all that is owed of the invoice is 150.
  expect(owed(invoice, "PAYER")).toBe(15_000);
});
