import { boundEntityManager, importedId } from "@careconnect/kit";
import { createTestDatabase, migrate, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { LockMode } from "@mikro-orm/core";
import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { admin, organizationId, staff, stranger } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { LedgerAccount } from "./ledger.account.ts";
import { accountBalances, movementsOf, post } from "./ledger.query.ts";
import type { Posting } from "./posting.ts";

const invoice = (externalId: string, row: object = {}) => ({
  ...{ externalId, patientExternalId: "p-1", payerExternalId: "y-1", status: "ISSUED", currency: "USD" },
  ...{ issuedAt: "2026-03-01T10:00:00Z", total: 500, payerShare: 300, balance: 400 },
  lines: [{ description: "Consultation", quantity: 1, unitAmount: 500, amount: 500 }],
  ...row,
});
const idOf = (externalId: string) => importedId(organizationId, "invoice", externalId);

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await billing.import(admin, "invoices", [invoice("i-1")]);
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

const em = (running = billing) => boundEntityManager(running.orm, organizationId);
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  billing.orm.em.getConnection().execute(statement);
const movements = async (externalId: string) => (await movementsOf(em(), [idOf(externalId)])).get(idOf(externalId));

/** As the schema's owner, who may do what the serving role may not. */
const owner = (statement: string) => billing.database.asOwner(statement);
const insertTransaction = (id: string, entries: number, source: string) => `
  insert into ledger_transaction (id, organization_id, source_type, source_id, kind, currency, entry_count, occurred_at,
    recorded_at, actor_id)
  values ('${id}', '${organizationId}', 'Invoice', '${source}', 'TEST', 'USD', ${entries}, now(), now(), '${source}');`;
const insertEntry = (transaction: string, amount: number, { currency = "USD", organization = organizationId } = {}) => `
  insert into ledger_entry (id, organization_id, transaction_id, invoice_id, account, currency, amount)
  values (gen_random_uuid(), '${organization}', '${transaction}', '${idOf("i-1")}', 'CASH', '${currency}', ${amount});`;

describe("the database", () => {
  const id = "0199c000-0000-7000-8000-000000000001";
  const written = () => sql(`select count(*)::int as n from ledger_transaction where id = '${id}'`);

  it("refuses at the commit what does not add up to zero, is not whole, or is of two currencies or organizations", async () => {
    const begun = (entries: number) => `begin; ${insertTransaction(id, entries, idOf("i-1"))}`;
    const whole = "A ledger transaction is whole, in one currency, and adds up to zero";
    for (const attempt of [
      `${begun(2)} commit`,
      `${begun(2)} ${insertEntry(id, 5)} commit`,
      `${begun(2)} ${insertEntry(id, 5)} ${insertEntry(id, -4)} commit`,
      `${begun(3)} ${insertEntry(id, 5)} ${insertEntry(id, -5)} commit`,
      `${begun(2)} ${insertEntry(id, 5)} ${insertEntry(id, -5, { currency: "EUR" })} commit`,
      `${begun(2)} ${insertEntry(id, 5)} ${insertEntry(id, -5, { organization: stranger.organizationId })} commit`,
      `${begun(2)} set constraints all immediate; ${insertEntry(id, 5)} ${insertEntry(id, -5)} commit`,
    ]) {
      await expect(owner(attempt), attempt).rejects.toThrow(whole);
      expect(await written()).toEqual([{ n: 0 }]);
    }
    await owner(`${begun(2)} ${insertEntry(id, 5)} ${insertEntry(id, -5)} commit`);
    expect(await written()).toEqual([{ n: 1 }]);
  });

  it("refuses to add to what is written, even what adds up to zero", async () => {
    await expect(owner(`begin; ${insertEntry(id, 5)} ${insertEntry(id, -5)} commit`)).rejects.toThrow("is whole");
  });

  it("refuses to change, remove or empty it, for its owner, too", async () => {
    for (const change of [
      "update ledger_entry set amount = amount * 2",
      "delete from ledger_entry",
      "truncate ledger_entry",
      "update ledger_transaction set kind = 'OTHER'",
      "delete from ledger_transaction",
      "truncate ledger_transaction cascade",
    ]) {
      await expect(owner(change), change).rejects.toThrow("append-only");
      await expect(sql(change), change).rejects.toThrow(/permission denied/);
    }
    await expect(sql("alter table ledger_entry disable trigger all")).rejects.toThrow("must be owner");
  });

  it("refuses an entry of nothing, and an account that there is not", async () => {
    await expect(owner(insertEntry(id, 0))).rejects.toThrow("ledger_entry_amount_in_range");
    await expect(owner(insertEntry(id, 1).replace("'CASH'", "'POCKET'"))).rejects.toThrow("ledger_entry_account_check");
  });
});

describe("posting", () => {
  const posting = (kind: string, amount = 100): Posting => ({
    ...{ source: { type: "Invoice", id: idOf("i-1"), kind }, invoiceId: idOf("i-1"), currency: "USD" },
    ...{
      occurredAt: new Date(),
      movements: { [LedgerAccount.CASH]: amount, [LedgerAccount.PATIENT_RECEIVABLE]: -amount },
    },
  });
  const write = (kind: string, running = billing, amount = 100) =>
    em(running).transactional((inside) => post(inside, organizationId, [posting(kind, amount)]));

  it("is done once, whatever is asked for again, and however many ask at the same time in two processes", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => write("RACE", index % 2 ? billing : beside)));
    await write("RACE", billing, 7);
    expect(
      await sql(
        `select e.account, e.amount::int from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
         where t.kind = 'RACE' order by 1`,
      ),
    ).toEqual([
      { account: "CASH", amount: 100 },
      { account: "PATIENT_RECEIVABLE", amount: -100 },
    ]);
  });

  it("refuses before the database does what does not add up, and writes nothing for what moves nothing", async () => {
    const unbalanced = { ...posting("UNBALANCED"), movements: { [LedgerAccount.CASH]: 1 } };
    await expect(post(em(), organizationId, [unbalanced])).rejects.toThrow("add up to zero");
    await post(em(), organizationId, [{ ...posting("NOTHING"), movements: { [LedgerAccount.CASH]: 0 } }]);
    expect(await sql("select 1 from ledger_transaction where kind in ('UNBALANCED', 'NOTHING')")).toEqual([]);
  });

  it("is taken back with the transaction that it is part of", async () => {
    const failing = em().transactional(async (inside) => {
      await post(inside, organizationId, [posting("TAKEN_BACK")]);
      throw new Error("of something else");
    });
    await expect(failing).rejects.toThrow("of something else");
    expect(await sql("select 1 from ledger_transaction where kind = 'TAKEN_BACK'")).toEqual([]);
  });
});

describe("imported invoices", () => {
  it("are opened: what is owed, the patient's share first, and what was settled before", async () => {
    await billing.import(admin, "invoices", [
      invoice("o-1"),
      invoice("o-2", { status: "PAID", balance: 0 }),
      invoice("o-3", { status: "VOID", balance: 0 }),
      invoice("o-4", { balance: 150 }),
    ]);
    expect(await movements("o-1")).toEqual({
      ...{ PATIENT_RECEIVABLE: 200, PAYER_RECEIVABLE: 200, SETTLED_BEFORE_IMPORT: 100, REVENUE: -500 },
    });
    expect(await movements("o-2")).toEqual({ SETTLED_BEFORE_IMPORT: 500, REVENUE: -500 });
    expect(await movements("o-3")).toBeUndefined();
    expect(await movements("o-4")).toEqual({ PATIENT_RECEIVABLE: 150, SETTLED_BEFORE_IMPORT: 350, REVENUE: -500 });
  });

  it("are stated anew by what is different, and not at all by the same again", async () => {
    const count = async () =>
      (await sql(`select kind from ledger_transaction where source_id = '${idOf("o-5")}' order by recorded_at`)).length;
    await billing.import(admin, "invoices", [invoice("o-5")]);
    await billing.import(admin, "invoices", [invoice("o-5")]);
    expect(await count()).toBe(1);
    await billing.import(admin, "invoices", [invoice("o-5", { status: "PAID", balance: 0 })]);
    expect(await movements("o-5")).toMatchObject({
      PATIENT_RECEIVABLE: 0,
      PAYER_RECEIVABLE: 0,
      SETTLED_BEFORE_IMPORT: 500,
    });
    await billing.import(admin, "invoices", [invoice("o-5", { status: "VOID", balance: 0 })]);
    expect(Object.values((await movements("o-5")) ?? {})).toEqual([0, 0, 0, 0]);
    expect(await count()).toBe(3);
  });

  it("that a process without a ledger imported are opened before their money is moved, or when they are imported again", async () => {
    // As it would have written them: with the rows, and without a ledger.
    const unopened = async (externalId: string) => {
      await billing.import(admin, "invoices", [invoice(externalId)]);
      const triggers = (state: string) =>
        ["entry", "transaction"].map((table) => `alter table ledger_${table} ${state} trigger user;`).join(" ");
      await owner(`begin; ${triggers("disable")} delete from ledger_entry where invoice_id = '${idOf(externalId)}';
        delete from ledger_transaction where source_id = '${idOf(externalId)}'; ${triggers("enable")} commit`);
      expect(await movements(externalId)).toBeUndefined();
    };
    await unopened("o-9");
    const paid = await billing.query(
      staff,
      `mutation { recordPayment(input: { invoiceId: "${idOf("o-9")}", method: CASH, amount: 50 }) { userErrors { code } } }`,
    );
    expect(paid.data.recordPayment.userErrors).toEqual([]);
    expect(await movements("o-9")).toEqual({
      ...{ CASH: 50, PATIENT_RECEIVABLE: 150, PAYER_RECEIVABLE: 200, SETTLED_BEFORE_IMPORT: 100, REVENUE: -500 },
    });
    await unopened("o-10");
    expect(await billing.import(admin, "invoices", [invoice("o-10")])).toMatchObject({ unchanged: 1 });
    expect(await movements("o-10")).toMatchObject({ PATIENT_RECEIVABLE: 200, REVENUE: -500 });
  });

  it("are not stated anew in another currency, whatever else is", async () => {
    await billing.import(admin, "invoices", [invoice("o-6")]);
    const before = await movements("o-6");
    expect(await billing.import(admin, "invoices", [invoice("o-6", { currency: "EUR" })])).toMatchObject({
      ...{ accepted: 0, rejected: [{ code: "CONFLICT", field: ["currency"] }] },
    });
    expect(await movements("o-6")).toEqual(before);
    expect(await sql(`select currency from invoice where id = '${idOf("o-6")}'`)).toEqual([{ currency: "USD" }]);
  });

  it("are not summed over two currencies", async () => {
    await billing.import(admin, "invoices", [invoice("o-7")]);
    const euros: Posting = {
      ...{ source: { type: "Invoice", id: idOf("o-7"), kind: "TEST" }, invoiceId: idOf("o-7"), currency: "EUR" },
      ...{ occurredAt: new Date(), movements: { [LedgerAccount.CASH]: 1, [LedgerAccount.PATIENT_RECEIVABLE]: -1 } },
    };
    await em().transactional((inside) => post(inside, organizationId, [euros]));
    await expect(movements("o-7")).rejects.toThrow("not counted together");
  });

  it("wait for whoever moves the money of one, and are refused then", async () => {
    await billing.import(admin, "invoices", [invoice("o-8")]);
    let importing: Promise<unknown> | undefined;
    await em(beside).transactional(async (inside) => {
      const row = await inside.findOneOrFail(InvoiceRow, { id: idOf("o-8") }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      importing = billing.import(admin, "invoices", [invoice("o-8", { status: "PAID", balance: 0 })]);
      await expect
        .poll(() =>
          sql("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
        )
        .toHaveLength(1);
      const credit: Posting = {
        ...{ source: { type: "CreditNote", id: idOf("o-8"), kind: "ISSUED" }, invoiceId: row.id, currency: "USD" },
        ...{ occurredAt: new Date() },
        movements: { [LedgerAccount.REVENUE]: 100, [LedgerAccount.PATIENT_RECEIVABLE]: -100 },
      };
      await post(inside, organizationId, [credit]);
      row.balanceAmount -= 100;
    });
    expect(await importing).toMatchObject({ rejected: [{ code: "CONFLICT", field: ["externalId"] }] });
    expect(await movements("o-8")).toMatchObject({ PATIENT_RECEIVABLE: 100 });
  });

  it("that were there before the ledger are opened by its migration", async () => {
    const { migrations } = billingSubgraph;
    const before = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === "CreateLedger"),
    );
    const database = await createTestDatabase({
      ...{ ...billingSubgraph, migrations: before, appendOnly: [], subjectRules: [] },
    });
    const orm = await MikroORM.init({
      ...{ clientUrl: database.ownerUrl, entities: [], discovery: { warnWhenNoEntities: false } },
    });
    const execute = (statement: string) => orm.em.getConnection().execute<Record<string, unknown>[]>(statement);
    try {
      for (const [status, balance] of [
        ["ISSUED", 400],
        ["PAID", 0],
        ["VOID", 0],
      ])
        await execute(
          `insert into invoice (id, organization_id, created_at, updated_at, status, currency, total_amount,
             payer_share_amount, patient_share_amount, balance_amount, issued_at, listed_at, patient_id, claim_external_ids)
           values (gen_random_uuid(), '${organizationId}', now(), now(), '${status}', 'USD', 500, 300, 200, ${balance}, now(),
             now(), gen_random_uuid(), '{}')`,
        );
      await migrate(billingSubgraph, {
        ...{ ownerUrl: database.ownerUrl, applicationRole: "test_billing_app" },
        ...{ ownerIsApplication: false, broker: undefined },
      });
      expect(
        await execute(
          `select i.status, e.account, e.amount::int as amount from ledger_entry e join invoice i on i.id = e.invoice_id
           order by 1, 2`,
        ),
      ).toEqual([
        { status: "ISSUED", account: "PATIENT_RECEIVABLE", amount: 200 },
        { status: "ISSUED", account: "PAYER_RECEIVABLE", amount: 200 },
        { status: "ISSUED", account: "REVENUE", amount: -500 },
        { status: "ISSUED", account: "SETTLED_BEFORE_IMPORT", amount: 100 },
        { status: "PAID", account: "REVENUE", amount: -500 },
        { status: "PAID", account: "SETTLED_BEFORE_IMPORT", amount: 500 },
      ]);
    } finally {
      await orm.close(true);
      await database.drop();
    }
  });
});

describe("balances", () => {
  it("are the sums of the entries, add up to zero, and are each organization's own", async () => {
    const balances = await accountBalances(em());
    expect(balances.length).toBeGreaterThan(3);
    expect(balances.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    const query = "{ ledgerBalances { account balance { amount currency } } }";
    const { data } = await billing.query(staff, query);
    expect(data.ledgerBalances).toEqual(
      balances.map(({ account, amount, currency }) => ({ account, balance: { amount, currency } })),
    );
    expect((await billing.query(stranger, query)).data.ledgerBalances).toEqual([]);
  });
});
