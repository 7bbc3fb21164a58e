import { randomUUID } from "node:crypto";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { expect } from "vitest";
import { admin, staff, tell } from "../references/reference.fixture.ts";
import { visitConsumer } from "./visit.consumer.ts";

type Running = Pick<TestSubgraph, "orm" | "query">;

/** A visit as the appointment subgraph tells of it. */
export const visitFacts = (visit: object = {}) => ({
  ...{ appointmentId: randomUUID() as string, patientId: randomUUID() as string, providerId: randomUUID() as string },
  ...{ locationId: null, startsAt: "2026-02-01T15:00:00.000Z", endsAt: "2026-02-01T15:30:00.000Z" },
  ...{ visitType: "IN_PERSON", status: "FULFILLED" },
  ...visit,
});

export const tellVisit = (
  billing: Running,
  type: string,
  payload: Record<string, unknown>,
  told: Parameters<typeof tell>[3] = {},
) => tell(billing, type, payload, { consumer: visitConsumer, ...told });

export const shown = `id version number status cause total { amount currency } balance { amount } patientShare { amount }
  payerShare { amount } issuedAt dueAt voidedAt voidReason appointment { id }
  lines { kind description wording taxRateBasisPoints quantity amount { amount } } creditNotes { number party amount { amount } reason }`;

/** Gives one command of invoices; the invoice as it is then, and why nothing was done. */
export async function command(billing: Running, name: string, input: object, viewer: TestViewer = staff) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await billing.query(
    viewer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { invoice { ${shown} } userErrors { code field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name];
}

/** A price of visits in person, from long ago on. */
export async function priced(billing: Running, price: object = {}): Promise<void> {
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPriceInput!) { addPrice(input: $input) { userErrors { code } } }",
    { input: { visitType: "IN_PERSON", amount: 10_000, startsOn: "2020-01-01", ...price } },
  );
  expect(data.addPrice.userErrors).toEqual([]);
}

/** The invoice of an appointment as the front desk sees it. */
export async function invoiceOf(billing: Running, appointmentId: string, viewer: TestViewer = staff) {
  const { data } = await billing.query(
    viewer,
    `{ invoices(filter: { appointmentId: "${appointmentId}" }) { nodes { ${shown} } } }`,
  );
  return data.invoices.nodes;
}

/** The draft of an invoice for a new visit that took place. */
export async function drafted(billing: Running, visit: object = {}) {
  const facts = visitFacts(visit);
  await tellVisit(billing, "appointment.fulfilled", facts);
  const [invoice] = await invoiceOf(billing, facts.appointmentId);
  return { ...invoice, patientId: facts.patientId };
}

/** An invoice that was issued for a new visit. */
export async function issued(billing: Running, visit: object = {}) {
  const { id, version, patientId } = await drafted(billing, visit);
  const { invoice, userErrors } = await command(billing, "issueInvoice", { id, expectedVersion: version });
  expect(userErrors).toEqual([]);
  return { ...invoice, patientId };
}
