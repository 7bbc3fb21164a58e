import { importedId, Role } from "@careconnect/kit";
import { schemaDiff, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { billingSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = {
  organizationId: "0199a000-0000-7000-8000-000000000002",
  roles: [Role.ADMIN],
  scope: "graphql import",
};

const patientId = (externalId: string) => importedId(organizationId, "patient", externalId);
const appointmentId = (externalId: string) => importedId(organizationId, "appointment", externalId);
const invoiceId = (externalId: string) => importedId(organizationId, "invoice", externalId);
const self = (externalId: string): TestViewer => ({
  organizationId,
  roles: [Role.PATIENT],
  patientId: patientId(externalId),
});

const payers = [{ externalId: "y-1", name: "Medicare", phone: "1-800-633-4227", address: { state: "MD" } }];
const consultation = (amount: number) => ({
  description: "Consultation",
  quantity: 1,
  unitAmount: amount,
  amount,
});
/** More than `Int` can hold. */
const large = 3_000_000_000;
const invoices = [
  {
    externalId: "i-1",
    appointmentExternalId: "a-1",
    patientExternalId: "p-1",
    payerExternalId: "y-1",
    status: "PAID",
    currency: "USD",
    issuedAt: "2024-03-01T10:00:00Z",
    total: 12_955,
    payerShare: 10_000,
    balance: 0,
    claimExternalIds: ["k-1", "k-2"],
    lines: [consultation(8_955), { description: "Dressing", quantity: 2, unitAmount: 2_000, amount: 4_000 }],
  },
  {
    externalId: "i-2",
    appointmentExternalId: "a-2",
    patientExternalId: "p-1",
    status: "ISSUED",
    currency: "USD",
    issuedAt: "2024-05-01T10:00:00.000Z",
    dueAt: "2024-06-01T10:00:00Z",
    total: large,
    payerShare: 0,
    balance: large,
    lines: [consultation(large)],
  },
  {
    externalId: "i-3",
    appointmentExternalId: "a-3",
    patientExternalId: "p-2",
    payerExternalId: "y-1",
    status: "OVERDUE",
    currency: "USD",
    issuedAt: "2024-04-01T10:00:00Z",
    total: 500,
    payerShare: 0,
    balance: 200,
    lines: [consultation(500)],
  },
  {
    externalId: "i-4",
    patientExternalId: "p-3",
    status: "VOID",
    currency: "USD",
    issuedAt: "2024-04-01T10:00:00Z",
    total: 0,
    payerShare: 0,
    balance: 0,
    lines: [consultation(500), { ...consultation(-500), description: "Credit" }],
  },
];

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  expect(await billing.import(admin, "payers", payers)).toEqual({ accepted: 1, unchanged: 0, rejected: [] });
  expect(await billing.import(admin, "invoices", invoices)).toEqual({ accepted: 4, unchanged: 0, rejected: [] });
});
afterAll(() => billing.close());

async function sources(viewer: TestViewer, args: string): Promise<string[]> {
  const { data, errors } = await billing.query(viewer, `{ invoices(${args}) { nodes { externalId } } }`);
  expect(errors).toBeUndefined();
  return data.invoices.nodes.map((node: { externalId: string }) => node.externalId);
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return billing.orm.em.getConnection().execute(statement);
}

const kinds = () => billing.statements.map((statement) => statement.split(" ")[0]);

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(billingSubgraph, billing.database.ownerUrl)).toBe("");
  });

  it.each([
    ["a total that is not what the shares add up to", "total_amount = total_amount + 1", "invoice_total_is_shared"],
    ["a negative share", "payer_share_amount = -1, patient_share_amount = total_amount + 1", "invoice_total_is_shared"],
    ["a balance above the total", "balance_amount = total_amount + 1", "invoice_balance_within_total"],
    ["a negative balance", "balance_amount = -1", "invoice_balance_within_total"],
    ["a paid invoice that owes", "status = 'PAID', balance_amount = 1", "invoice_paid_owes_nothing"],
    ["an issued invoice without a date", "issued_at = null", "invoice_issued_has_date"],
    ["a currency that is no code", "currency = 'usd'", "invoice_currency_code"],
    ["a status that is none", "status = 'LOST'", "invoice_status_check"],
    [
      "more than a number holds exactly",
      "total_amount = 9007199254740992, payer_share_amount = 9007199254740992, patient_share_amount = 0",
      "invoice_total_in_range",
    ],
  ])("refuses %s", async (_name, change, constraint) => {
    await expect(sql(`update invoice set ${change} where id = '${invoiceId("i-2")}'`)).rejects.toThrow(constraint);
  });

  it.each([
    ["a line that does not add up", "amount = amount + 1", "invoice_line_amount_adds_up"],
    ["a line of nothing", "quantity = 0, amount = 0", "invoice_line_quantity_positive"],
    [
      "more than a number holds exactly",
      "quantity = 1, unit_amount = -9007199254740992, amount = -9007199254740992",
      "invoice_line_amount_in_range",
    ],
    ["two lines in one place", "position = 1", "invoice_line_position_unique"],
  ])("refuses %s", async (_name, change, constraint) => {
    await expect(sql(`update invoice_line set ${change} where position = 2`)).rejects.toThrow(constraint);
  });

  it("takes lines as the version before writes them", async () => {
    const line =
      "id, organization_id, version, created_at, updated_at, invoice_id, position, description, quantity, unit_amount, amount";
    const [row] = await sql(
      `insert into invoice_line (${line})
       values (gen_random_uuid(), '${organizationId}', 1, now(), now(), '${invoiceId("i-3")}', 2, 'Free', 1, 0, 0)
       returning kind, tax_basis_points`,
    );
    await sql(`delete from invoice_line where invoice_id = '${invoiceId("i-3")}' and position = 2`);
    expect(row).toEqual({ kind: "SERVICE", tax_basis_points: 0 });
  });

  it("keeps a payer whom an invoice names", async () => {
    await expect(sql("delete from payer")).rejects.toThrow(/invoice_payer_id_foreign/);
  });
});

describe("invoices", () => {
  it("shows amounts, shares, lines, payer and whom it is for", async () => {
    const { data, errors } = await billing.query(
      staff,
      `{ invoice(id: "${invoiceId("i-1")}") {
        externalId number status issuedAt version
        total { amount currency } balance { amount } payerShare { amount } patientShare { amount }
        payer { externalId name } patient { id } appointment { id }
        lines { description quantity unitPrice { amount currency } amount { amount currency } }
      } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.invoice).toEqual({
      externalId: "i-1",
      number: null,
      status: "PAID",
      issuedAt: "2024-03-01T10:00:00.000Z",
      version: 1,
      total: { amount: 12_955, currency: "USD" },
      balance: { amount: 0 },
      payerShare: { amount: 10_000 },
      patientShare: { amount: 2_955 },
      payer: { externalId: "y-1", name: "Medicare" },
      patient: { id: patientId("p-1") },
      appointment: { id: appointmentId("a-1") },
      lines: [
        {
          description: "Consultation",
          quantity: 1,
          unitPrice: { amount: 8_955, currency: "USD" },
          amount: { amount: 8_955, currency: "USD" },
        },
        {
          description: "Dressing",
          quantity: 2,
          unitPrice: { amount: 2_000, currency: "USD" },
          amount: { amount: 4_000, currency: "USD" },
        },
      ],
    });
  });

  it("carries amounts beyond 32 bits as numbers, and has null where there is nothing", async () => {
    const { data } = await billing.query(
      staff,
      '{ invoices(filter: { externalId: "i-2" }) { nodes { total { amount } payer { name } } } }',
    );
    expect(data.invoices.nodes).toEqual([{ total: { amount: large }, payer: null }]);
    const { data: other } = await billing.query(staff, `{ invoice(id: "${invoiceId("i-4")}") { appointment { id } } }`);
    expect(other.invoice.appointment).toBeNull();
  });

  it("finds by patient, appointment, status and source id, all of which must hold", async () => {
    expect(await sources(staff, `filter: { patientId: "${patientId("p-1")}" }`)).toEqual(["i-2", "i-1"]);
    expect(await sources(staff, `filter: { appointmentId: "${appointmentId("a-3")}" }`)).toEqual(["i-3"]);
    expect(await sources(staff, "filter: { status: [PAID, ISSUED] }")).toEqual(["i-2", "i-1"]);
    expect(await sources(staff, `filter: { patientId: "${patientId("p-1")}", status: [PAID] }`)).toEqual(["i-1"]);
    expect(await sources(staff, 'filter: { patientId: "nonsense" }')).toEqual([]);
  });

  it("pages through the whole list without gap or repeat, in both directions", async () => {
    for (const [order, first, last] of [
      ["ISSUED_AT_DESC", "i-2", "i-1"],
      ["ISSUED_AT_ASC", "i-1", "i-2"],
    ] as const) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors } = await billing.query(
          staff,
          `query ($after: String) { invoices(first: 1, after: $after, orderBy: ${order}) { totalCount nodes { externalId } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        expect(errors).toBeUndefined();
        expect(data.invoices.totalCount).toBe(4);
        seen.push(...data.invoices.nodes.map((node: { externalId: string }) => node.externalId));
        after = data.invoices.pageInfo.hasNextPage ? data.invoices.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toHaveLength(4);
      expect(new Set(seen).size).toBe(4);
      expect([seen.at(0), seen.at(-1)]).toEqual([first, last]);
    }
  });

  it("costs one statement each for rows, lines and payers and one audit entry, whatever the page size", async () => {
    for (const first of [1, 4]) {
      billing.statements.length = 0;
      await billing.query(
        staff,
        `{ invoices(first: ${first}, orderBy: ISSUED_AT_ASC) { nodes { lines { id } payer { name } patient { id } appointment { id } } } }`,
      );
      expect(kinds()).toEqual(["select", "select", "select", "insert"]);
    }
  });

  it("has a place in the list for a draft", async () => {
    await sql(
      `update invoice set status = 'DRAFT', issued_at = null, listed_at = created_at where id = '${invoiceId("i-4")}'`,
    );
    try {
      const { data } = await billing.query(staff, "{ invoices(first: 1) { nodes { status issuedAt } } }");
      expect(data.invoices.nodes).toEqual([{ status: "DRAFT", issuedAt: null }]);
    } finally {
      await sql(
        `update invoice set status = 'VOID', issued_at = '2024-04-01T10:00:00Z', listed_at = '2024-04-01T10:00:00Z' where id = '${invoiceId("i-4")}'`,
      );
    }
  });
});

describe("what is joined from elsewhere", () => {
  const ofPatients = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient {
    id invoices(first: 1) { totalCount nodes { externalId lines { amount { amount } } } pageInfo { hasNextPage } }
  } } }`;
  const ofAppointments = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Appointment { invoice { externalId } } } }`;
  const patients = (...ids: string[]) => ids.map((id) => ({ __typename: "Patient", id: patientId(id) }));
  const appointments = (...ids: string[]) => ids.map((id) => ({ __typename: "Appointment", id: appointmentId(id) }));

  it("lists the invoices of several patients in one statement, with one for counts and one for lines", async () => {
    billing.statements.length = 0;
    const { data, errors } = await billing.query(staff, ofPatients, { r: patients("p-1", "p-2", "nobody") });
    expect(errors).toBeUndefined();
    expect(data._entities.map((patient: { invoices: object }) => patient.invoices)).toEqual([
      {
        totalCount: 2,
        nodes: [{ externalId: "i-2", lines: [{ amount: { amount: large } }] }],
        pageInfo: { hasNextPage: true },
      },
      {
        totalCount: 1,
        nodes: [{ externalId: "i-3", lines: [{ amount: { amount: 500 } }] }],
        pageInfo: { hasNextPage: false },
      },
      { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
    ]);
    expect(kinds()).toEqual(["select", "select", "select", "insert"]);
    billing.statements.length = 0;
    await billing.query(
      staff,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { invoices { nodes { externalId } } } } }",
      { r: patients("p-1", "p-2", "p-3") },
    );
    expect(kinds().filter((kind) => kind === "select")).toHaveLength(1);
  });

  it("pages below a patient", async () => {
    const page = async (after: string | null) => {
      const { data, errors } = await billing.query(
        staff,
        "query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on Patient { invoices(first: 1, after: $after) { nodes { externalId } pageInfo { endCursor } } } } }",
        { r: patients("p-1"), after },
      );
      expect(errors).toBeUndefined();
      return data._entities[0].invoices;
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes]).toEqual([{ externalId: "i-2" }, { externalId: "i-1" }]);
    expect((await page(second.pageInfo.endCursor)).nodes).toEqual([]);
  });

  it("finds the invoices of several appointments in one statement", async () => {
    billing.statements.length = 0;
    const { data } = await billing.query(staff, ofAppointments, { r: appointments("a-1", "a-3", "none") });
    expect(data._entities).toEqual([{ invoice: { externalId: "i-1" } }, { invoice: { externalId: "i-3" } }, null]);
    expect(kinds()).toEqual(["select", "insert"]);
  });

  it("prefers the invoice that stands to one that was withdrawn", async () => {
    const again = { ...invoices[3], externalId: "i-5", appointmentExternalId: "a-1", issuedAt: "2024-09-01T10:00:00Z" };
    await billing.import(admin, "invoices", [again]);
    const { data } = await billing.query(staff, ofAppointments, { r: appointments("a-1") });
    expect(data._entities).toEqual([{ invoice: { externalId: "i-1" } }]);
    await sql(`delete from invoice_line where invoice_id = '${invoiceId("i-5")}'`);
    await sql(`delete from invoice where id = '${invoiceId("i-5")}'`);
  });

  it("shows a patient their own and nothing of another's", async () => {
    const { data } = await billing.query(self("p-2"), ofPatients, { r: patients("p-1", "p-2") });
    expect(data._entities[0]).toBeNull();
    expect(data._entities[1].invoices.nodes).toMatchObject([{ externalId: "i-3" }]);
    const other = await billing.query(self("p-2"), ofAppointments, { r: appointments("a-1", "a-3") });
    expect(other.data._entities).toEqual([null, { invoice: { externalId: "i-3" } }]);
  });

  it("shows another organization nothing", async () => {
    const { data } = await billing.query(stranger, ofPatients, { r: patients("p-1") });
    expect(data._entities[0].invoices).toMatchObject({ totalCount: 0, nodes: [] });
    const other = await billing.query(stranger, ofAppointments, { r: appointments("a-1") });
    expect(other.data._entities).toEqual([null]);
  });
});

describe("who sees what", () => {
  const all = "{ invoices { totalCount nodes { externalId } } }";
  const entity = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Invoice { externalId } } }";

  it("shows another organization nothing", async () => {
    expect((await billing.query(stranger, all)).data.invoices).toEqual({ totalCount: 0, nodes: [] });
    expect((await billing.query(stranger, `{ invoice(id: "${invoiceId("i-1")}") { id } }`)).data.invoice).toBeNull();
    const answer = await billing.query(stranger, entity, { r: [{ __typename: "Invoice", id: invoiceId("i-1") }] });
    expect(answer.data._entities).toEqual([null]);
  });

  it("shows a patient their own invoices, with payer and lines, and no other", async () => {
    const { data, errors } = await billing.query(
      self("p-1"),
      `{ invoices(orderBy: ISSUED_AT_ASC) { totalCount nodes { externalId payer { name } lines { description } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.invoices).toMatchObject({
      totalCount: 2,
      nodes: [{ externalId: "i-1", payer: { name: "Medicare" } }, { externalId: "i-2" }],
    });
    expect(await sources(self("p-1"), `filter: { patientId: "${patientId("p-2")}" }`)).toEqual([]);
    expect((await billing.query(self("p-1"), `{ invoice(id: "${invoiceId("i-3")}") { id } }`)).data.invoice).toBeNull();
    const answer = await billing.query(self("p-1"), entity, {
      r: ["i-1", "i-3"].map((id) => ({ __typename: "Invoice", id: invoiceId(id) })),
    });
    expect(answer.data._entities).toEqual([{ externalId: "i-1" }, null]);
  });

  it("refuses a partner and a patient without a record, and writes the denial down", async () => {
    for (const role of [Role.PARTNER, Role.PATIENT]) {
      const answer = await billing.query({ organizationId, roles: [role] }, all);
      expect(answer.data.invoices).toBeNull();
      expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect(await sql("select actions from audit_entry where outcome = 'DENIED'")).toContainEqual({
      actions: ["invoice.read"],
    });
  });

  it("writes down whose invoices were read", async () => {
    await billing.query(self("p-2"), all);
    expect(
      await sql(
        "select actions, entity_types, entity_ids, subject_ids from audit_entry order by occurred_at desc, id desc limit 1",
      ),
    ).toEqual([
      {
        actions: ["invoice.list"],
        entity_types: ["Invoice"],
        entity_ids: [invoiceId("i-3")],
        subject_ids: [patientId("p-2")],
      },
    ]);
  });

  it("answers null for an id that is none", async () => {
    expect((await billing.query(staff, '{ invoice(id: "nonsense") { id } }')).data.invoice).toBeNull();
  });
});

describe("importing invoices", () => {
  it("changes nothing the second time, and tells nobody", async () => {
    const before = await sql("select count(*) from outbox_event");
    expect(await billing.import(admin, "payers", payers)).toEqual({ accepted: 0, unchanged: 1, rejected: [] });
    expect(await billing.import(admin, "invoices", invoices)).toEqual({ accepted: 0, unchanged: 4, rejected: [] });
    expect(await sql("select count(*) from outbox_event")).toEqual(before);
  });

  it("puts events into the transaction, marked as imported, without what was charged for", async () => {
    const events = await sql(
      `select * from outbox_event where aggregate_id in ('${invoices.map(({ externalId }) => invoiceId(externalId)).join("','")}') or type like 'payer.%' order by type`,
    );
    expect(events.map(({ type }) => type)).toEqual([
      ...Array(4).fill("invoice.issued"),
      "invoice.overdue",
      "invoice.paid",
      "invoice.voided",
      "payer.registered",
    ]);
    expect(events.every((event) => event.imported === true && event.aggregate_version === 1)).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/Consultation|Medicare/);
    expect(events.find(({ type }) => type === "invoice.paid")?.payload).toEqual({
      invoiceId: invoiceId("i-1"),
      patientId: patientId("p-1"),
      appointmentId: appointmentId("a-1"),
      payerId: importedId(organizationId, "payer", "y-1"),
      status: "PAID",
      currency: "USD",
      totalAmount: 12_955,
      payerShareAmount: 10_000,
      patientShareAmount: 2_955,
      balanceAmount: 0,
      receivedAmount: 12_955,
      issuedAt: "2024-03-01T10:00:00.000Z",
    });
  });

  it("reports a bad row by line and field while the good ones go in", async () => {
    const row = {
      ...invoices[1],
      appointmentExternalId: undefined,
      total: 500,
      balance: 500,
      lines: [consultation(500)],
    };
    const report = await billing.import(stranger, "invoices", [
      { ...row, externalId: "b-1" },
      { ...row, externalId: "b-2", payerExternalId: "y-1" },
      { ...row, externalId: "b-3", lines: [consultation(400)] },
      { ...row, externalId: "b-4", lines: [{ ...consultation(500), quantity: 2 }] },
      { ...row, externalId: "b-5", payerShare: 501 },
      { ...row, externalId: "b-6", balance: 501 },
      { ...row, externalId: "b-7", status: "PAID" },
      { ...row, externalId: "b-8", status: "DRAFT" },
      { ...row, externalId: "b-9", currency: "XYZ" },
      { ...row, externalId: "b-10", total: 2 ** 53 },
      { ...row, externalId: "b-11", issuedAt: "2024-02-30T10:00:00Z" },
      { ...row, externalId: "b-12", lines: [] },
    ]);
    expect(report.accepted).toBe(1);
    expect(report.rejected).toMatchObject([
      { line: 3, code: "NOT_FOUND", field: ["payerExternalId"] },
      { line: 4, code: "VALIDATION_FAILED", field: ["lines"] },
      { line: 5, code: "VALIDATION_FAILED", field: ["lines", "0", "amount"] },
      { line: 6, code: "VALIDATION_FAILED", field: ["payerShare"] },
      { line: 7, code: "VALIDATION_FAILED", field: ["balance"] },
      { line: 8, code: "VALIDATION_FAILED", field: ["balance"] },
      { line: 9, code: "VALIDATION_FAILED", field: ["status"] },
      { line: 10, code: "VALIDATION_FAILED", field: ["currency"] },
      { line: 11, code: "VALIDATION_FAILED", field: ["total"] },
      { line: 12, code: "VALIDATION_FAILED", field: ["issuedAt"] },
      { line: 13, code: "VALIDATION_FAILED", field: ["lines"] },
    ]);
    expect(await sources(stranger, "first: 10")).toEqual(["b-1"]);
  });

  it("loads one file into two organizations as two sets of records", async () => {
    await billing.import(stranger, "payers", payers);
    expect(await billing.import(stranger, "invoices", invoices)).toMatchObject({ accepted: 4, rejected: [] });
    expect(await sql("select distinct id from invoice where external_id = 'i-1'")).toHaveLength(2);
    expect(await sql("select distinct patient_id from invoice where external_id = 'i-1'")).toHaveLength(2);
  });

  it("follows lines that changed, with a new version and an event", async () => {
    const split = { ...invoices[2], lines: [consultation(100), consultation(150), consultation(250)] };
    const joined = { ...invoices[2], lines: [consultation(200), consultation(300)] };
    for (const [row, version, amounts] of [
      [split, 2, [100, 150, 250]],
      [joined, 3, [200, 300]],
    ] as const) {
      expect(await billing.import(admin, "invoices", [row])).toEqual({ accepted: 1, unchanged: 0, rejected: [] });
      const { data } = await billing.query(
        staff,
        `{ invoice(id: "${invoiceId("i-3")}") { version lines { amount { amount } } } }`,
      );
      expect(data.invoice).toEqual({ version, lines: amounts.map((amount) => ({ amount: { amount } })) });
    }
    expect(await sql("select aggregate_version from outbox_event where type = 'invoice.updated' order by 1")).toEqual([
      { aggregate_version: 2 },
      { aggregate_version: 3 },
    ]);
  });

  it("takes a row that comes twice in a batch once: the last one holds", async () => {
    const twice = [
      { ...invoices[0], externalId: "i-6" },
      { ...invoices[0], externalId: "i-6", lines: [consultation(12_955)] },
    ];
    expect(await billing.import(admin, "invoices", twice)).toEqual({ accepted: 1, unchanged: 1, rejected: [] });
    expect(await sql(`select amount from invoice_line where invoice_id = '${invoiceId("i-6")}'`)).toEqual([
      { amount: "12955" },
    ]);
    expect(await sql(`select type from outbox_event where aggregate_id = '${invoiceId("i-6")}' order by type`)).toEqual(
      [{ type: "invoice.issued" }, { type: "invoice.paid" }],
    );
  });

  it("is refused without the role or the scope", async () => {
    for (const viewer of [
      { ...admin, scope: "graphql" },
      { ...staff, scope: "graphql import" },
    ]) {
      await expect(billing.import(viewer, "invoices", invoices)).rejects.toThrow(/403.*FORBIDDEN/);
    }
  });
});
