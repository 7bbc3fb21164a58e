import type { Browser, Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi } from "./booking.fixture.ts";
import { bookDueCall, completeVisit, demoDoctor, setHours, startVisit } from "./visit.fixture.ts";

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
    const { id: doctorId, weeklyHours } = await demoDoctor(admin);
    await setHours(admin, doctorId);
    try {
      const { id } = await bookDueCall(admin, doctorId);
      await startVisit(doctor, id);
      await completeVisit(doctor, id, { complaint: "Cough since Monday", assessment: "A cold" });
      return await draftFor(admin, id);
    } finally {
      await setHours(admin, doctorId, weeklyHours);
    }
  } finally {
    await Promise.all([desk.close(), practice.close()]);
  }
}

/** The draft is made when billing is told of the visit. */
async function draftFor(admin: Page, appointmentId: string): Promise<Draft> {
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
  await command(admin, "setInvoiceLines", "SetInvoiceLinesInput", {
    ...{ id, expectedVersion: version, payerId: null },
    lines: [{ description: "Consultation by phone", quantity: 1, unitPrice: 12_000 }],
  });
  return { id, version: version + 1 };
}

export async function issueDraft(admin: Page, { id, version }: Draft): Promise<void> {
  await command(admin, "issueInvoice", "IssueInvoiceInput", { id, expectedVersion: version });
}

/** Pays the patient's share over the payment gateway, as a page of theirs would, with a card of the simulator's. */
export async function payOnline(patient: Page, invoiceId: string, card: string): Promise<void> {
  await askApi(patient, `mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { userErrors { code } } }`, {
    input: { invoiceId, paymentMethod: card },
  });
}

async function command(page: Page, name: string, input: string, value: object): Promise<void> {
  const answer = await askApi<Record<string, { userErrors: readonly unknown[] }>>(
    page,
    `mutation ($input: ${input}!) { ${name}(input: $input) { userErrors { code field } } }`,
    { input: value },
  );
  expect(answer[name]?.userErrors).toEqual([]);
}
