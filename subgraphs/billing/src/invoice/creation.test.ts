import { randomUUID } from "node:crypto";
import { boundEntityManager, CareVisit, importedId, planDigest, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin, knownOrganization, organizationId, staff, stranger, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { command, drafted, invoiceOf, issued, priced, shown, tellVisit, visitFacts } from "./invoice.fixture.ts";

const payerId = importedId(organizationId, "payer", "y-1");
const reason = "The wrong thing was charged";

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_000 });
  await priced(billing, { amount: 20_000, specialty: "CARDIOLOGY" });
  for (const terms of [{ coinsuranceBasisPoints: 2_000 }, { plan: "Gold", copay: 500 }]) {
    const { data } = await billing.query(
      admin,
      "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
      { input: { payerId, startsOn: "2020-01-01", ...terms } },
    );
    expect(data.addPayerTerms.userErrors).toEqual([]);
  }
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

const voided = async (invoice: { id: string; version: number }) =>
  (await command(billing, "voidInvoice", { id: invoice.id, reason, expectedVersion: invoice.version })).invoice;
const create = (input: object, viewer: TestViewer = staff, running = billing) =>
  command(running, "createInvoice", input, viewer);
async function linked(id: string, viewer: TestViewer = staff) {
  const { data } = await billing.query(viewer, `{ invoice(id: "${id}") { replaces { id } replacedBy { id } } }`);
  return data.invoice;
}

describe("an invoice in the place of one that was withdrawn", () => {
  it("charges for the same as a draft, is issued by a number of its own, and each leads to the other", async () => {
    const first = await voided(await issued(billing));
    const { invoice, userErrors } = await create({ replacesId: first.id });
    expect(userErrors).toEqual([]);
    expect(invoice).toMatchObject({
      ...{ status: "DRAFT", number: null, cause: "VISIT", total: first.total, balance: { amount: 11_000 } },
      ...{ lines: first.lines, appointment: first.appointment, voidedAt: null, creditNotes: [] },
    });
    expect(await linked(first.id)).toEqual({ replaces: null, replacedBy: { id: invoice.id } });
    expect(await linked(invoice.id)).toEqual({ replaces: { id: first.id }, replacedBy: null });
    const { invoice: anew } = await command(billing, "issueInvoice", { id: invoice.id, expectedVersion: 1 });
    expect(anew.number).not.toBe(first.number);
    expect((await invoiceOf(billing, first.appointment.id)).map(({ status }: { status: string }) => status)).toEqual([
      ...["ISSUED", "VOID"],
    ]);
    const { data } = await billing.query(
      staff,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Appointment { invoice { id } } } }`,
      { r: [{ __typename: "Appointment", id: first.appointment.id }] },
    );
    expect(data._entities[0].invoice.id).toBe(invoice.id);
  });

  it("can be withdrawn and made anew again, also from a draft, and by the visit", async () => {
    const facts = visitFacts();
    await tellVisit(billing, "appointment.fulfilled", facts);
    const [draft] = await invoiceOf(billing, facts.appointmentId);
    await voided(draft);
    const { invoice: second } = await create({ appointmentId: facts.appointmentId });
    expect(await linked(second.id)).toMatchObject({ replaces: { id: draft.id } });
    await voided(second);
    const { invoice: third } = await create({ appointmentId: facts.appointmentId });
    expect(await linked(third.id)).toMatchObject({ replaces: { id: second.id } });
    // Whoever is told of the visit again makes none beside it.
    await tellVisit(billing, "appointment.fulfilled", facts);
    expect(await invoiceOf(billing, facts.appointmentId)).toHaveLength(3);
  });

  it("is one alone, whoever makes it at the same moment", async () => {
    const first = await voided(await issued(billing));
    const made = await Promise.all(
      [billing, beside, billing, beside].map((running) => create({ replacesId: first.id }, staff, running)),
    );
    expect(made.filter(({ invoice }) => invoice !== null)).toHaveLength(1);
    for (const { userErrors } of made.filter(({ invoice }) => invoice === null))
      expect(userErrors).toEqual([{ code: "ALREADY_INVOICED", field: ["replacesId"] }]);
    const again = await create({ appointmentId: first.appointment.id });
    expect(again.userErrors).toEqual([{ code: "ALREADY_INVOICED", field: ["appointmentId"] }]);
  });

  it("is refused for one that was not withdrawn, of another organization, and for oneself", async () => {
    const standing = await issued(billing);
    expect((await create({ replacesId: standing.id })).userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION", field: ["replacesId"] },
    ]);
    expect((await create({ replacesId: standing.id }, stranger)).userErrors[0].code).toBe("NOT_FOUND");
    expect((await create({})).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["appointmentId"] }]);
    expect((await create({ replacesId: standing.id, appointmentId: randomUUID() })).userErrors).toEqual([
      { code: "NOT_FOUND", field: ["appointmentId"] },
    ]);
    const own = await voided(await issued(billing));
    const [{ patient_id: patientId } = {}] = await billing.orm.em
      .getConnection()
      .execute<{ patient_id: string }[]>(`select patient_id from invoice where id = '${own.id}'`);
    const self: TestViewer = { organizationId, roles: [Role.STAFF, Role.PATIENT], patientId: String(patientId) };
    expect((await create({ replacesId: own.id }, self)).userErrors).toEqual([
      { code: "OWN_INVOICE", field: ["replacesId"] },
    ]);
  });
});

describe("an invoice for a visit that has none", () => {
  const visited = async (visit: object = {}) => {
    const em = boundEntityManager(billing.orm, organizationId);
    const facts = { appointmentId: randomUUID(), patientId: randomUUID(), providerId: randomUUID() };
    em.create(CareVisit, {
      ...{
        organizationId,
        ...facts,
        startsAt: new Date("2026-02-01T15:00:00Z"),
        status: "FULFILLED",
        aggregateVersion: 1,
      },
      ...visit,
    });
    await em.flush();
    return facts;
  };

  it("is a draft that charges for nothing yet, by who pays on its day", async () => {
    const { appointmentId, patientId } = await visited();
    await covered(patientId);
    const { invoice } = await create({ appointmentId });
    expect(invoice).toMatchObject({ status: "DRAFT", cause: "VISIT", total: { amount: 0 }, lines: [] });
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 1_000 }];
    const { invoice: charged } = await command(billing, "setInvoiceLines", {
      id: invoice.id,
      expectedVersion: 1,
      lines,
    });
    expect(charged).toMatchObject({ patientShare: { amount: 200 }, payerShare: { amount: 800 } });
  });

  it("is refused while it has not taken place, and where nobody told of it", async () => {
    const { appointmentId } = await visited({ status: "BOOKED" });
    expect((await create({ appointmentId })).userErrors).toEqual([
      { code: "VISIT_NOT_FULFILLED", field: ["appointmentId"] },
    ]);
    expect((await create({ appointmentId: randomUUID() })).userErrors).toEqual([
      { code: "NOT_FOUND", field: ["appointmentId"] },
    ]);
  });
});

const covered = (patientId: string, told: object = {}) =>
  tell(billing, "patient.coverage.added", {
    ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2026-01-01", endsOn: null },
    ...told,
  });

describe("a draft", () => {
  const shares = async (id: string) => {
    const { data } = await billing.query(staff, `{ invoice(id: "${id}") { ${shown} payer { name } } }`);
    const { patientShare, payerShare, total, payer, version, lines } = data.invoice;
    return {
      patient: patientShare.amount,
      payer: payerShare.amount,
      total: total.amount,
      name: payer?.name,
      version,
      lines,
    };
  };

  it("has the payer's share also when the coverage is told of after the visit, by the plan that it names", async () => {
    const [one, gold] = [randomUUID(), randomUUID()];
    const drafts = [await drafted(billing, { patientId: one }), await drafted(billing, { patientId: gold })];
    expect(await shares(drafts[0].id)).toMatchObject({ patient: 11_000, payer: 0, name: undefined });
    await covered(one);
    const coverageId = randomUUID();
    await covered(gold, { coverageId, planDigest: planDigest(coverageId, "GÖLD") });
    expect(await shares(drafts[0].id)).toMatchObject({ patient: 2_200, payer: 8_800, total: 11_000, name: "Medicare" });
    expect(await shares(drafts[1].id)).toMatchObject({ patient: 500, payer: 10_500, total: 11_000 });
    expect((await drafted(billing, { patientId: gold })).patientShare.amount).toBe(500);
    // A plan that the payer has said nothing of is like all others.
    await covered(gold, { coverageId, planDigest: planDigest(coverageId, "silver") });
    expect((await drafted(billing, { patientId: gold })).patientShare.amount).toBe(2_200);
  });

  it("keeps the plan that the coverage names when its lines are changed, unless somebody says another one", async () => {
    const [patientId, coverageId] = [randomUUID(), randomUUID()];
    await covered(patientId, { coverageId, planDigest: planDigest(coverageId, "gold") });
    const { id, version } = await drafted(billing, { patientId });
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 1_000, taxBasisPoints: 700 }];
    const set = async (expectedVersion: number, input: object = {}) =>
      (await command(billing, "setInvoiceLines", { id, expectedVersion, lines, ...input })).userErrors;
    expect(await set(version)).toEqual([]);
    expect(await shares(id)).toMatchObject({ patient: 500, total: 1_070, name: "Medicare" });
    const { data } = await billing.query(staff, `{ invoice(id: "${id}") { lines { kind taxBasisPoints } } }`);
    expect(data.invoice.lines).toEqual([
      { kind: "SERVICE", taxBasisPoints: 700 },
      { kind: "TAX", taxBasisPoints: 0 },
    ]);
    expect(await set(version + 1, { plan: null })).toEqual([]);
    expect(await shares(id)).toMatchObject({ patient: 214, total: 1_070 });
    expect(await set(version + 2, { payerId: null })).toEqual([]);
    expect(await shares(id)).toMatchObject({ patient: 1_070, name: undefined });
  });

  it("is priced by the plan that an event of before named in words, which are not kept", async () => {
    const [patientId, coverageId] = [randomUUID(), randomUUID()];
    await covered(patientId, { coverageId, plan: "gold" });
    expect((await drafted(billing, { patientId })).patientShare.amount).toBe(500);
    const rows = await billing.orm.em
      .getConnection()
      .execute(`select to_jsonb(c) as row from coverage_reference c where coverage_id = '${coverageId}'`);
    expect(rows[0]?.row.plan_digest).toBe(planDigest(coverageId, "gold"));
    expect(JSON.stringify(rows)).not.toContain("gold");
  });

  it("has the price of the provider's specialty also when that is told of after the visit", async () => {
    const providerId = randomUUID();
    const { id } = await drafted(billing, { providerId });
    expect((await shares(id)).total).toBe(11_000);
    await tell(billing, "provider.registered", { providerId, specialties: ["CARDIOLOGY"] });
    expect(await shares(id)).toMatchObject({ total: 20_000, lines: [{ amount: { amount: 20_000 } }] });
  });

  it("stays as it is when it was changed or issued, and where nothing comes of what is told", async () => {
    const [changed, sent, other] = [randomUUID(), randomUUID(), randomUUID()];
    const draft = await drafted(billing, { patientId: changed });
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 1_000 }];
    await command(billing, "setInvoiceLines", { id: draft.id, expectedVersion: draft.version, lines });
    const invoice = await issued(billing, { patientId: sent });
    const untouched = await drafted(billing, { patientId: other });
    for (const patientId of [changed, sent]) await covered(patientId);
    await covered(other, { endsOn: "2026-01-15" });
    expect(await shares(draft.id)).toMatchObject({ payer: 0, total: 1_000 });
    expect(await shares(invoice.id)).toMatchObject({ payer: 0, total: 11_000 });
    expect(await shares(untouched.id)).toMatchObject({ payer: 0, version: 1 });
  });
});
