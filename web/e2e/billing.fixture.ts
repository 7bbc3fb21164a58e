import type { Browser, Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi, command } from "./booking.fixture.ts";
import { seePatient } from "./visit.fixture.ts";

type Enter = (page: Page, account: "admin" | "doctor" | "patient") => Promise<void>;

interface Draft {
  readonly id: string;
  readonly version: number;
}

/** Has the demo's doctor see the demo's patient, and answers with the draft of the invoice that comes of it. */
export async function draftOfVisit(browser: Browser, enter: Enter): Promise<Draft> {
  const [desk, practice] = [await browser.newContext(), await browser.newContext()];
  try {
    const [admin, doctor] = [await desk.newPage(), await practice.newPage()];
    await enter(admin, "admin");
    await enter(doctor, "doctor");
    return await draftFor(admin, (await seePatient(admin, doctor)).id);
  } finally {
    await Promise.all([desk.close(), practice.close()]);
  }
}

/** The draft is made when billing is told of the visit. */
export async function draftFor(admin: Page, appointmentId: string): Promise<Draft> {
  let found: Draft | undefined;
  await expect(async () => {
    const { invoices } = await askApi<{ invoices: { nodes: readonly Draft[] } }>(
      admin,
      "query ($filter: InvoiceFilter!) { invoices(first: 1, filter: $filter) { nodes { id version } } }",
      { filter: { appointmentId, status: ["DRAFT"] } },
    );
    found = invoices.nodes[0];
    expect(found).toBeDefined();
  }).toPass({ timeout: 30_000 });
  return found as Draft;
}

/** Has a draft charge 120 dollars, all of it to the patient, whoever covers them. */
export async function chargePatient(admin: Page, { id, version }: Draft): Promise<Draft> {
  await command(admin, "setInvoiceLines", {
    ...{ id, expectedVersion: version, payerId: null },
    lines: [{ description: "Consultation by phone", quantity: 1, unitPrice: 12_000 }],
  });
  return { id, version: version + 1 };
}

export async function issueDraft(admin: Page, { id, version }: Draft): Promise<void> {
  await command(admin, "issueInvoice", { id, expectedVersion: version });
}

/** Pays the patient's share over the payment gateway, as a page of theirs would, with a card of the simulator's. */
export async function payOnline(patient: Page, invoiceId: string, card: string): Promise<void> {
  await askApi(patient, `mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { userErrors { code } } }`, {
    input: { invoiceId, paymentMethod: card },
  });
}
