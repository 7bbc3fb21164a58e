import { randomUUID } from "node:crypto";
import { boundEntityManager, importedId, type TaskServices } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movementsOf } from "../ledger/ledger.query.ts";
import { admin, knownOrganization, organizationId, staff, stranger, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { endOfDayAfter } from "./due.day.ts";
import { command, drafted, invoiceOf, issued, priced, shown, tellVisit, visitFacts } from "./invoice.fixture.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { invoiceTransitions } from "./invoice.transition.ts";
import { nextNumber } from "./number.query.ts";
import { overdueTask } from "./overdue.task.ts";

const payerId = importedId(organizationId, "payer", "y-1");
const reason = "The wrong patient was billed";

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_000 });
  await priced(billing, { amount: 8_000, payerId });
  await priced(billing, { amount: 20_000, specialty: "CARDIOLOGY" });
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
    { input: { payerId, copay: 1_000, coinsuranceBasisPoints: 2_000, startsOn: "2020-01-01" } },
  );
  expect(data.addPayerTerms.userErrors).toEqual([]);
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  billing.orm.em.getConnection().execute(statement);
const em = () => boundEntityManager(billing.orm, organizationId);
const movements = async (id: string) =>
  Object.fromEntries(Object.entries((await movementsOf(em(), [id])).get(id) ?? {}));
const events = async (id: string) =>
  (await sql(`select type from outbox_event where aggregate_id = '${id}' order by sequence`)).map(({ type }) => type);
const received = async (id: string) =>
  (
    await sql(
      `select (payload ->> 'receivedAmount')::int as amount from outbox_event where aggregate_id = '${id}' order by sequence`,
    )
  ).map(({ amount }) => amount);
const covered = async (patientId: string, told: object = {}) =>
  tell(billing, "patient.coverage.added", {
    ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2026-01-01", endsOn: null },
    ...told,
  });

describe("a draft", () => {
  const lines = [
    { description: "Office visit", quantity: 1, unitPrice: 10_000, taxBasisPoints: 1_000 },
    { kind: "FEE", description: "Certificate", quantity: 2, unitPrice: 500 },
  ];

  it("is given other lines, a discount and a payer, by whose terms the shares are computed", async () => {
    const { id } = await drafted(billing);
    const set = (input: object) => command(billing, "setInvoiceLines", { id, lines, ...input });
    const { invoice } = await set({ expectedVersion: 1, payerId, discountBasisPoints: 1_000 });
    expect(invoice).toMatchObject({
      ...{ version: 2, total: { amount: 10_800 }, balance: { amount: 10_800 } },
      ...{ patientShare: { amount: 2_960 }, payerShare: { amount: 7_840 } },
      lines: [
        { kind: "SERVICE", description: "Office visit", amount: { amount: 10_000 } },
        { kind: "FEE", description: "Certificate", amount: { amount: 1_000 } },
        { kind: "DISCOUNT", amount: { amount: -1_100 } },
        { kind: "TAX", amount: { amount: 900 } },
      ],
    });
    expect((await set({ expectedVersion: 1 })).userErrors).toEqual([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect((await set({ expectedVersion: 2, payerId: null, lines: lines.slice(1) })).invoice).toMatchObject({
      ...{ version: 3, payerShare: { amount: 0 }, lines: [{ kind: "FEE" }] },
    });
  });

  it("refuses what is wrong, by the path of the field", async () => {
    const { id } = await drafted(billing);
    const codes = async (input: object) =>
      (await command(billing, "setInvoiceLines", { id, expectedVersion: 1, lines, ...input })).userErrors;
    const wrong = (field: string[]) => [{ code: "VALIDATION_FAILED", field }];
    expect(await codes({ lines: [] })).toEqual(wrong(["lines"]));
    expect(await codes({ lines: [{ ...lines[0], quantity: 0 }] })).toEqual(wrong(["lines", "0", "quantity"]));
    expect(await codes({ lines: [{ ...lines[0], kind: "TAX" }] })).toEqual(wrong(["lines", "0", "kind"]));
    expect(await codes({ discountAmount: 1, discountBasisPoints: 1 })).toEqual(wrong(["discountAmount"]));
    expect(await codes({ payerId: organizationId })).toEqual([{ code: "NOT_FOUND", field: ["payerId"] }]);
    expect(await codes({ id: organizationId })).toEqual([{ code: "NOT_FOUND", field: ["id"] }]);
    expect((await command(billing, "setInvoiceLines", { id, expectedVersion: 1, lines }, stranger)).userErrors).toEqual(
      [{ code: "NOT_FOUND", field: ["id"] }],
    );
  });

  it("that is voided was never owed, and is nobody's news", async () => {
    const { id } = await drafted(billing);
    const { invoice } = await command(billing, "voidInvoice", { id, reason, expectedVersion: 1 });
    expect(invoice).toMatchObject({ status: "VOID", number: null, balance: { amount: 0 }, voidReason: reason });
    expect([await movements(id), await events(id)]).toEqual([{}, []]);
  });
});

describe("issuing", () => {
  it("gives a number and a day on which it is due, tells of it, and writes who owes what", async () => {
    const patientId = randomUUID();
    await covered(patientId);
    const { id } = await drafted(billing, { patientId });
    await command(billing, "setInvoiceLines", {
      ...{ id, expectedVersion: 1, discountAmount: 1_000 },
      lines: [{ description: "Visit", quantity: 1, unitPrice: 11_000, taxBasisPoints: 1_000 }],
    });
    const { invoice } = await command(billing, "issueInvoice", { id, expectedVersion: 2, dueInDays: 14 });
    expect(invoice).toMatchObject({ status: "ISSUED", number: expect.stringMatching(/^INV-\d{6}$/), version: 3 });
    expect(invoice.dueAt).toBe(endOfDayAfter(new Date(invoice.issuedAt), 14, "America/New_York").toISOString());
    expect(await movements(id)).toEqual({
      ...{
        PATIENT_RECEIVABLE: 3_000,
        PAYER_RECEIVABLE: 8_000,
        DISCOUNTS: 1_000,
        REVENUE: -11_000,
        TAX_PAYABLE: -1_000,
      },
    });
    expect(await events(id)).toEqual(["invoice.issued"]);
    expect((await command(billing, "issueInvoice", { id, expectedVersion: 3 })).userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION", field: ["id"] },
    ]);
  });

  it("is of when the number was given, not of when it was asked for", async () => {
    const { id } = await drafted(billing);
    let issuing: Promise<{ invoice: { issuedAt: string } }> | undefined;
    let released = 0;
    await boundEntityManager(beside.orm, organizationId)
      .transactional(async (inside) => {
        await nextNumber(inside, "INV");
        issuing = command(billing, "issueInvoice", { id, expectedVersion: 1 });
        await expect
          .poll(() =>
            sql("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
          )
          .toHaveLength(1);
        released = Date.now();
        throw new Error("rolled back");
      })
      .catch((error: Error) => expect(error.message).toBe("rolled back"));
    expect(Date.parse((await issuing)?.invoice.issuedAt ?? "")).toBeGreaterThanOrEqual(released);
  });

  it("of what costs nothing is paid at once", async () => {
    const { id } = await drafted(billing);
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 0 }];
    await command(billing, "setInvoiceLines", { id, expectedVersion: 1, lines });
    const { invoice } = await command(billing, "issueInvoice", { id, expectedVersion: 2 });
    expect(invoice.status).toBe("PAID");
    expect([await movements(id), await events(id)]).toEqual([{}, ["invoice.issued", "invoice.paid"]]);
  });

  it("numbers without a gap and none twice, however many issue at the same time in two processes, and whatever is refused", async () => {
    const drafts = await Promise.all(Array.from({ length: 60 }, () => drafted(billing)));
    const [counter] = await sql(
      `select last_number::int as n from invoice_counter where organization_id = '${organizationId}' and series = 'INV'`,
    );
    const start = Number(counter?.n ?? 0);
    // Every sixth is rolled back after it has its number: the database refuses its ledger entry.
    await billing.database.asOwner(`
      create function refuse_some() returns trigger language plpgsql as $$ begin
        if new.source_id = any (array['${drafts
          .filter((_, index) => index % 6 === 5)
          .map(({ id }) => id)
          .join("','")}']::uuid[])
        then raise exception 'refused'; end if; return new; end $$;
      create trigger refuse_some before insert on ledger_transaction for each row execute function refuse_some()`);
    const answers = await Promise.all(
      drafts.map(({ id }, index) =>
        (index % 2 ? billing : beside).query(
          staff,
          `mutation { issueInvoice(input: { id: "${id}", expectedVersion: 1 }) { invoice { number } } }`,
        ),
      ),
    );
    await billing.database.asOwner("drop trigger refuse_some on ledger_transaction; drop function refuse_some()");
    const numbers = answers.flatMap(({ data }) => data?.issueInvoice?.invoice?.number ?? []);
    expect(answers.filter(({ errors }) => errors)).toHaveLength(10);
    expect(numbers.toSorted()).toEqual(
      Array.from({ length: 50 }, (_, index) => `INV-${String(start + 1 + index).padStart(6, "0")}`),
    );
  });

  it("counts each organization's by itself", async () => {
    const told = { organizationId: "0199a000-0000-7000-8000-000000000003" };
    await knownOrganization(billing, told);
    const facts = visitFacts({ startsAt: new Date().toISOString() });
    await tellVisit(billing, "appointment.fulfilled", facts, told);
    const viewer = { ...staff, ...told };
    const [{ id }] = await invoiceOf(billing, facts.appointmentId, viewer);
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 1 }];
    await command(billing, "setInvoiceLines", { id, expectedVersion: 1, lines }, viewer);
    const { invoice } = await command(billing, "issueInvoice", { id, expectedVersion: 2 }, viewer);
    expect(invoice.number).toBe("INV-000001");
  });
});

describe("what was issued", () => {
  it("is not changed by anybody, its lines included, nor removed", async () => {
    const { id } = await issued(billing);
    for (const change of [
      `update invoice set total_amount = 1, patient_share_amount = 1, balance_amount = 1 where id = '${id}'`,
      `update invoice set patient_id = gen_random_uuid() where id = '${id}'`,
      `update invoice set number = 'INV-999999' where id = '${id}'`,
      `update invoice set number = null where id = '${id}'`,
      `update invoice set due_at = now() where id = '${id}'`,
      `delete from invoice where id = '${id}'`,
      `update invoice_line set description = 'Gift' where invoice_id = '${id}'`,
      `delete from invoice_line where invoice_id = '${id}'`,
      `update invoice_line set invoice_id = (select id from invoice where status = 'DRAFT' limit 1) where invoice_id = '${id}'`,
      `insert into invoice_line select gen_random_uuid(), organization_id, 1, now(), now(), invoice_id, 99, 'More', 1, 1, 1,
         'SERVICE', 0 from invoice_line where invoice_id = '${id}' limit 1`,
    ]) {
      await expect(sql(change), change).rejects.toThrow("What was issued is not changed.");
      await expect(billing.database.asOwner(change), change).rejects.toThrow("What was issued is not changed.");
    }
    await expect(sql(`update invoice set status = 'DRAFT' where id = '${id}'`)).rejects.toThrow(
      "invoice_numbered_is_issued",
    );
  });

  it("is withdrawn whole, and the ledger with it", async () => {
    const { id, version, number } = await issued(billing);
    expect(
      (await command(billing, "voidInvoice", { id, reason: "Short", expectedVersion: version })).userErrors,
    ).toEqual([{ code: "VALIDATION_FAILED", field: ["reason"] }]);
    const { invoice } = await command(billing, "voidInvoice", { id, reason, expectedVersion: version });
    expect(invoice).toMatchObject({
      status: "VOID",
      number,
      total: { amount: 11_000 },
      balance: { amount: 0 },
      voidReason: reason,
    });
    expect(new Set(Object.values(await movements(id)))).toEqual(new Set([0]));
    expect(await events(id)).toEqual(["invoice.issued", "invoice.voided"]);
    const [{ void_reason: kept } = {}] = await sql(`select void_reason from invoice where id = '${id}'`);
    expect(kept).not.toContain("wrong");
  });

  it("is corrected by credit notes, never beyond the share, with the tax in proportion and all of it in the end", async () => {
    const { id } = await issued(billing);
    const credit = (amount: number, more: object = {}) =>
      command(billing, "creditInvoice", { id, amount, reason, ...more });
    expect((await credit(3_333)).invoice).toMatchObject({
      ...{ status: "ISSUED", balance: { amount: 7_667 }, total: { amount: 11_000 } },
      creditNotes: [
        { number: expect.stringMatching(/^CN-\d{6}$/), party: "PATIENT", amount: { amount: 3_333 }, reason },
      ],
    });
    expect(await movements(id)).toEqual({ PATIENT_RECEIVABLE: 7_667, REVENUE: -6_970, TAX_PAYABLE: -697 });
    expect((await credit(7_668)).userErrors).toEqual([{ code: "CREDIT_EXCEEDS_SHARE", field: ["amount"] }]);
    expect((await credit(1, { party: "PAYER" })).userErrors).toEqual([
      { code: "CREDIT_EXCEEDS_SHARE", field: ["amount"] },
    ]);
    const { invoice } = await credit(7_667);
    expect(invoice).toMatchObject({ status: "PAID", balance: { amount: 0 } });
    expect(new Set(Object.values(await movements(id)))).toEqual(new Set([0]));
    expect(await received(id)).toEqual([0, 0, 0]);
    // Nobody paid it.
    expect(await events(id)).toEqual(["invoice.issued", "invoice.updated", "invoice.updated"]);
    expect(
      (await command(billing, "voidInvoice", { id, reason, expectedVersion: invoice.version })).userErrors,
    ).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    await expect(sql("update credit_note set amount = 1")).rejects.toThrow("What was issued is not changed.");
    await expect(sql("delete from credit_note")).rejects.toThrow("What was issued is not changed.");
  });

  it("of which something was credited is not withdrawn", async () => {
    const { id } = await issued(billing);
    const { invoice } = await command(billing, "creditInvoice", { id, amount: 1, reason });
    expect(
      (await command(billing, "voidInvoice", { id, reason, expectedVersion: invoice.version })).userErrors,
    ).toEqual([{ code: "INVOICE_NOT_UNPAID", field: ["id"] }]);
  });

  it("is credited up to its share, however many credit it at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        command(index % 2 ? billing : beside, "creditInvoice", { id, amount: 2_000, reason }),
      ),
    );
    expect(answers.filter(({ invoice }) => invoice)).toHaveLength(5);
    expect((await movements(id)).PATIENT_RECEIVABLE).toBe(1_000);
  });

  it("has 50 credit notes at most, however many credit it at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const credit = (running = billing) => command(running, "creditInvoice", { id, amount: 1, reason });
    for (let count = 0; count < 47; count += 1) expect((await credit()).userErrors).toEqual([]);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => credit(index % 2 ? billing : beside)));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 9 }, () => ({ code: "VALIDATION_FAILED", field: ["id"] })),
    );
    expect((await movements(id)).PATIENT_RECEIVABLE).toBe(10_950);
  });
});

describe("the clock", () => {
  const run = (running: TestSubgraph) =>
    overdueTask.run({ orm: running.orm, signal: new AbortController().signal } as TaskServices);
  const dueNow = async (...ids: string[]) =>
    billing.database.asOwner(`alter table invoice disable trigger invoice_issued_stays;
      update invoice set due_at = now() - interval '1 minute' where id in ('${ids.join("','")}');
      alter table invoice enable trigger invoice_issued_stays`);
  const statusOf = async (id: string) => (await sql(`select status from invoice where id = '${id}'`))[0]?.status;

  it("says what is overdue, each once, however many processes look at the same time", async () => {
    const due = await Promise.all(Array.from({ length: 5 }, () => issued(billing)));
    const other = await issued(billing);
    await dueNow(...due.map(({ id }) => id));
    await Promise.all([billing, beside, billing, beside].map(run));
    for (const { id } of due) {
      expect(await statusOf(id)).toBe("OVERDUE");
      expect(await events(id)).toEqual(["invoice.issued", "invoice.overdue"]);
    }
    expect(await statusOf(other.id)).toBe("ISSUED");
  });

  it("lets the whole day pass on which an invoice is due", async () => {
    const { id } = await drafted(billing);
    const { invoice } = await command(billing, "issueInvoice", { id, expectedVersion: 1, dueInDays: 0 });
    expect(Date.parse(invoice.dueAt)).toBeGreaterThan(Date.parse(invoice.issuedAt));
    await run(billing);
    expect(await statusOf(id)).toBe("ISSUED");
  });

  it("leaves alone what was imported, withdrawn or settled", async () => {
    await billing.import(admin, "invoices", [
      {
        ...{
          externalId: "i-due",
          patientExternalId: "p-9",
          status: "ISSUED",
          currency: "USD",
          dueAt: "2026-02-02T16:00:00Z",
        },
        ...{ issuedAt: "2026-02-01T16:00:00Z", total: 1, payerShare: 0, balance: 1 },
        lines: [{ description: "Visit", quantity: 1, unitAmount: 1, amount: 1 }],
      },
    ]);
    const [settled, withdrawn] = [await issued(billing), await issued(billing)];
    await command(billing, "creditInvoice", { id: settled.id, amount: 11_000, reason });
    await command(billing, "voidInvoice", { id: withdrawn.id, reason, expectedVersion: withdrawn.version });
    await dueNow(settled.id, withdrawn.id);
    await run(billing);
    expect(
      await Promise.all([importedId(organizationId, "invoice", "i-due"), settled.id, withdrawn.id].map(statusOf)),
    ).toEqual([...["ISSUED", "PAID", "VOID"]]);
  });
});

describe("the state machine", () => {
  it("has no step out of VOID or back to DRAFT, and one status for each step from each", () => {
    expect(invoiceTransitions.filter(({ from }) => from === InvoiceStatus.VOID)).toEqual([]);
    expect(invoiceTransitions.filter(({ from, to }) => to === InvoiceStatus.DRAFT && from !== to)).toEqual([]);
    const steps = invoiceTransitions.map(({ step, from }) => `${step} ${from}`);
    expect(new Set(steps).size).toBe(steps.length);
  });
});

describe("imported invoices", () => {
  const imported = (externalId: string, row: object = {}) => ({
    ...{
      externalId,
      patientExternalId: "p-1",
      status: "ISSUED",
      currency: "USD",
      total: 500,
      payerShare: 0,
      balance: 500,
    },
    ...{
      issuedAt: "2026-03-01T10:00:00Z",
      lines: [{ description: "Visit", quantity: 1, unitAmount: 500, amount: 500 }],
    },
    ...row,
  });

  it("are credited and withdrawn like others, and what was done here no import undoes", async () => {
    await billing.import(admin, "invoices", [imported("m-1"), imported("m-2"), imported("m-3")]);
    const [one, two] = ["m-1", "m-2"].map((externalId) => importedId(organizationId, "invoice", externalId));
    const { invoice } = await command(billing, "creditInvoice", { id: one, amount: 200, reason });
    expect(invoice).toMatchObject({ status: "ISSUED", balance: { amount: 300 } });
    expect((await command(billing, "voidInvoice", { id: two, reason, expectedVersion: 1 })).invoice.status).toBe(
      "VOID",
    );
    const paid = { status: "PAID", balance: 0 };
    const report = await billing.import(
      admin,
      "invoices",
      ["m-1", "m-2", "m-3"].map((id) => imported(id, paid)),
    );
    expect(report).toMatchObject({
      accepted: 1,
      rejected: [
        { line: 2, code: "CONFLICT", field: ["externalId"] },
        { line: 3, code: "CONFLICT", field: ["externalId"] },
      ],
    });
    expect(await movements(String(one))).toMatchObject({ PATIENT_RECEIVABLE: 300 });
  });
});

describe("lists", () => {
  it("show lines and credit notes in as many statements however many invoices there are", async () => {
    const statements = async (first: number) => {
      billing.statements.length = 0;
      const { data } = await billing.query(staff, `{ invoices(first: ${first}) { nodes { ${shown} } } }`);
      expect(data.invoices.nodes).toHaveLength(first);
      return billing.statements.filter((statement) => statement.startsWith("select")).length;
    };
    expect(await statements(20)).toBe(await statements(2));
  });
});
