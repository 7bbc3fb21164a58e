import { importedId } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin, knownOrganization, organizationId, staff, stranger, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";

const payerId = importedId(organizationId, "payer", "y-1");

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

const addition = `mutation ($input: AddPriceInput!) { addPrice(input: $input) {
  price { id version startsOn endsOn taxBasisPoints price { amount currency } payer { name } } userErrors { code field } } }`;
const termsAddition = `mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) {
  payerTerms { id plan copay { amount currency } coinsuranceBasisPoints payer { name } } userErrors { code field } } }`;

async function add(input: object, viewer: TestViewer = admin, running = billing) {
  const { data, errors } = await running.query(viewer, addition, {
    input: { visitType: "IN_PERSON", amount: 10_000, startsOn: "2026-01-01", ...input },
  });
  expect(errors).toBeUndefined();
  return data.addPrice;
}
async function addTerms(input: object, viewer: TestViewer = admin, running = billing) {
  const { data } = await running.query(viewer, termsAddition, { input: { payerId, startsOn: "2026-01-01", ...input } });
  return data.addPayerTerms;
}
async function end(input: object) {
  const { data } = await billing.query(
    admin,
    "mutation ($input: EndPriceInput!) { endPrice(input: $input) { price { endsOn } userErrors { code field } } }",
    { input },
  );
  return data.endPrice;
}
const quoted = `query ($input: QuoteInput!) { quote(input: $input) {
  lines { kind description amount { amount currency } } shares { reason amount { amount } }
  total { amount } patientShare { amount } payerShare { amount } } }`;
async function quote(input: object, viewer: TestViewer = staff) {
  const { data, errors } = await billing.query(viewer, quoted, {
    input: { visitType: "IN_PERSON", on: "2026-02-01", ...input },
  });
  expect(errors).toBeUndefined();
  return data.quote;
}

describe("prices", () => {
  it("are in the organization's currency, and refused while that is not known", async () => {
    const input = { specialty: "CURRENCY", taxBasisPoints: 700, payerId };
    expect(await add(input)).toEqual({
      price: {
        ...{ id: expect.any(String), version: 1, startsOn: "2026-01-01", endsOn: null, taxBasisPoints: 700 },
        ...{ price: { amount: 10_000, currency: "USD" }, payer: { name: "Medicare" } },
      },
      userErrors: [],
    });
    expect((await add({}, stranger)).userErrors).toEqual([{ code: "CURRENCY_UNKNOWN", field: ["amount"] }]);
  });

  it("follow what is told of the organization, and what is older never overwrites what is newer", async () => {
    const organization = "0199a000-0000-7000-8000-000000000003";
    const viewer = { ...admin, organizationId: organization };
    const facts = (currency: string) => ({ organizationId: organization, currency, timeZone: "Europe/Berlin" });
    await tell(billing, "organization.updated", facts("EUR"), { organizationId: organization, aggregateVersion: 2 });
    await tell(billing, "organization.registered", facts("USD"), { organizationId: organization });
    expect((await add({}, viewer)).price.price.currency).toBe("EUR");
  });

  it("refuse what is wrong, by the path of the field", async () => {
    const codes = async (input: object) => (await add(input)).userErrors;
    expect(await codes({ amount: -1 })).toEqual([{ code: "VALIDATION_FAILED", field: ["amount"] }]);
    expect(await codes({ taxBasisPoints: 10_001 })).toEqual([{ code: "VALIDATION_FAILED", field: ["taxBasisPoints"] }]);
    expect(await codes({ endsOn: "2025-12-31" })).toEqual([{ code: "VALIDATION_FAILED", field: ["endsOn"] }]);
    expect(await codes({ payerId: organizationId })).toEqual([{ code: "NOT_FOUND", field: ["payerId"] }]);
  });

  it("of the same do not overlap; of another visit, specialty or payer, or after the last day, they may", async () => {
    const wanted = { visitType: "PHONE", startsOn: "2026-01-01", endsOn: "2026-06-30" };
    expect((await add(wanted)).userErrors).toEqual([]);
    const overlap = [{ code: "PRICE_OVERLAP", field: ["startsOn"] }];
    expect((await add({ ...wanted, startsOn: "2026-06-30", endsOn: null })).userErrors).toEqual(overlap);
    expect((await add({ ...wanted, specialty: "CARDIOLOGY" })).userErrors).toEqual([]);
    expect((await add({ ...wanted, specialty: "CARDIOLOGY", payerId })).userErrors).toEqual([]);
    expect((await add({ ...wanted, specialty: "CARDIOLOGY", payerId })).userErrors).toEqual(overlap);
    expect((await add({ ...wanted, startsOn: "2026-07-01", endsOn: null })).userErrors).toEqual([]);
  });

  it("of the same are added once, however many add them at the same time in two processes", async () => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      add(
        { visitType: "VIDEO", specialty: "RACE", startsOn: `2026-01-${10 + index}` },
        admin,
        index % 2 ? billing : beside,
      ),
    );
    const answers = await Promise.all(attempts);
    expect(answers.filter(({ price }) => price !== null)).toHaveLength(1);
    const refused = answers.flatMap(({ userErrors }) => userErrors);
    expect(refused).toEqual(Array.from({ length: 19 }, () => ({ code: "PRICE_OVERLAP", field: ["startsOn"] })));
  });

  it("and terms of payers are 10,000 at most, however many are added at the same time in two processes", async () => {
    const organization = "0199a000-0000-7000-8000-000000000005";
    const viewer = { ...admin, organizationId: organization };
    await knownOrganization(billing, { organizationId: organization });
    await billing.import(viewer, "payers", [{ externalId: "y-1", name: "Aetna" }]);
    const theirs = importedId(organization, "payer", "y-1");
    const known = `gen_random_uuid(), '${organization}', now(), now(), 'USD', '2026-01-01', '2026-01-01'`;
    await billing.database.asOwner(
      `insert into price (id, organization_id, created_at, updated_at, currency, starts_on, ends_on, visit_type, specialty,
         amount, tax_basis_points)
       select ${known}, 'PHONE', 'S' || n, 100, 0 from generate_series(1, 9997) n`,
    );
    await billing.database.asOwner(
      `insert into payer_terms (id, organization_id, created_at, updated_at, currency, starts_on, ends_on, payer_id, plan,
         plan_folded, copay_amount, coinsurance_basis_points)
       select ${known}, '${theirs}', 'P' || n, 'p' || n, 100, 0 from generate_series(1, 9997) n`,
    );
    const running = (index: number) => (index % 2 ? billing : beside);
    const full = { code: "VALIDATION_FAILED", field: ["startsOn"] };
    const prices = await Promise.all(
      Array.from({ length: 12 }, (_, index) => add({ specialty: `RACE-${index}` }, viewer, running(index))),
    );
    expect(prices.flatMap(({ userErrors }) => userErrors)).toEqual(Array.from({ length: 9 }, () => full));
    const terms = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        addTerms({ payerId: theirs, plan: `Race ${index}` }, viewer, running(index)),
      ),
    );
    expect(terms.flatMap(({ userErrors }) => userErrors)).toEqual(Array.from({ length: 9 }, () => full));
  });

  it("end sooner, with the last day that they hold; not later, nor before they begin, nor by an older version", async () => {
    const { id } = (await add({ visitType: "VIDEO", specialty: "END" })).price;
    expect(await end({ id, endsOn: "2025-12-31" })).toEqual({
      price: null,
      userErrors: [{ code: "VALIDATION_FAILED", field: ["endsOn"] }],
    });
    expect(await end({ id, endsOn: "2026-03-31", expectedVersion: 1 })).toEqual({
      price: { endsOn: "2026-03-31" },
      userErrors: [],
    });
    expect((await end({ id, endsOn: "2026-04-01" })).userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION", field: ["endsOn"] },
    ]);
    expect((await end({ id, endsOn: "2026-02-01", expectedVersion: 1 })).userErrors).toEqual([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect((await end({ id: organizationId, endsOn: "2026-04-01" })).userErrors[0].code).toBe("NOT_FOUND");
  });

  it("are listed the latest first, narrowed by what is asked for, in as many statements however many there are", async () => {
    const list = async (args: string) => {
      billing.statements.length = 0;
      const { data, errors } = await billing.query(
        staff,
        `{ prices${args} { nodes { startsOn visitType payer { name } } totalCount } }`,
      );
      expect(errors).toBeUndefined();
      return { ...data.prices, statements: billing.statements.filter((sql) => sql.startsWith("select")).length };
    };
    const all = await list("");
    expect(all.nodes.length).toBe(all.totalCount);
    expect(all.nodes.map(({ startsOn }: { startsOn: string }) => startsOn)).toEqual(
      all.nodes
        .map(({ startsOn }: { startsOn: string }) => startsOn)
        .toSorted()
        .toReversed(),
    );
    const few = await list(`(first: 1, filter: { payerId: "${payerId}", visitType: PHONE, on: "2026-03-01" })`);
    expect(few).toMatchObject({ nodes: [{ visitType: "PHONE", payer: { name: "Medicare" } }], totalCount: 1 });
    expect(few.statements).toBe(all.statements);
    const { data } = await billing.query(stranger, "{ prices { totalCount } }");
    expect(data.prices.totalCount).toBe(0);
  });
});

describe("a quote", () => {
  beforeAll(async () => {
    for (const price of [
      { amount: 10_000 },
      { amount: 20_000, specialty: "CARDIOLOGY", taxBasisPoints: 1_900 },
      { amount: 8_000, payerId },
      { amount: 15_000, payerId, specialty: "CARDIOLOGY" },
    ])
      expect((await add({ ...price, endsOn: "2026-12-31" })).userErrors).toEqual([]);
    expect((await addTerms({ copay: 1_000, coinsuranceBasisPoints: 2_000 })).payerTerms).toEqual({
      ...{
        id: expect.any(String),
        plan: null,
        copay: { amount: 1_000, currency: "USD" },
        coinsuranceBasisPoints: 2_000,
      },
      payer: { name: "Medicare" },
    });
    expect((await addTerms({ plan: "Göld" })).userErrors).toEqual([]);
  });

  it("takes the price for the payer before that for the specialty before that for everybody", async () => {
    const total = async (input: object) => (await quote(input))?.total.amount;
    expect(await total({})).toBe(10_000);
    expect(await total({ specialty: "DERMATOLOGY" })).toBe(10_000);
    expect(await total({ specialty: "CARDIOLOGY" })).toBe(23_800);
    expect(await total({ payerId })).toBe(8_000);
    expect(await total({ payerId, specialty: "CARDIOLOGY" })).toBe(15_000);
  });

  it("is null when nothing has a price that day, and for another organization", async () => {
    expect(await quote({ on: "2027-01-01" })).toBeNull();
    expect(await quote({}, stranger)).toBeNull();
  });

  it("says what each pays and why; a plan's own terms count before those of all plans", async () => {
    expect(await quote({ payerId, discountBasisPoints: 1_000 })).toEqual({
      lines: [
        { kind: "SERVICE", description: "Office visit", amount: { amount: 8_000, currency: "USD" } },
        { kind: "DISCOUNT", description: "Discount", amount: { amount: -800, currency: "USD" } },
      ],
      shares: [
        { reason: "COPAY", amount: { amount: 1_000 } },
        { reason: "COINSURANCE", amount: { amount: 1_240 } },
        { reason: "COVERED", amount: { amount: 4_960 } },
      ],
      ...{ total: { amount: 7_200 }, patientShare: { amount: 2_240 }, payerShare: { amount: 4_960 } },
    });
    expect((await quote({ payerId, plan: "GOLD" })).payerShare.amount).toBe(8_000);
    expect((await quote({ payerId, plan: "silver" })).payerShare.amount).toBe(5_600);
  });

  it("does not count a price and terms of two currencies together", async () => {
    const organization = "0199a000-0000-7000-8000-000000000004";
    const viewer = { ...admin, organizationId: organization };
    await billing.import(viewer, "payers", [{ externalId: "y-1", name: "Aetna" }]);
    const payerId = importedId(organization, "payer", "y-1");
    await knownOrganization(billing, { organizationId: organization });
    expect((await add({}, viewer)).userErrors).toEqual([]);
    const facts = { organizationId: organization, currency: "EUR", timeZone: "UTC" };
    await tell(billing, "organization.updated", facts, { organizationId: organization, aggregateVersion: 2 });
    await billing.query(viewer, termsAddition, { input: { payerId, copay: 1, startsOn: "2026-01-01" } });
    const { errors } = await billing.query(viewer, quoted, {
      input: { visitType: "IN_PERSON", on: "2026-02-01", payerId },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["input", "payerId"] });
  });

  it("refuses a payer who is none, and what is longer than any specialty or plan", async () => {
    for (const [field, value] of [
      ["payerId", "0199a000-0000-7000-8000-0000000000ff"],
      ["payerId", "nonsense"],
      ["specialty", "S".repeat(101)],
      ["plan", "P".repeat(201)],
    ] as const) {
      const { errors } = await billing.query(staff, quoted, {
        input: { visitType: "IN_PERSON", on: "2026-02-01", [field]: value },
      });
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["input", field] });
    }
  });

  it("refuses a discount that is none", async () => {
    for (const [field, input] of [
      ["discountBasisPoints", { discountBasisPoints: -1 }],
      ["discountAmount", { discountAmount: -1 }],
      ["discountAmount", { discountAmount: 1, discountBasisPoints: 1 }],
    ] as const) {
      const { errors } = await billing.query(staff, quoted, { input: { visitType: "PHONE", ...input } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["input", field] });
    }
  });

  it("two terms of one plan do not overlap, and end like prices", async () => {
    expect((await addTerms({ plan: "gold", startsOn: "2027-01-01" })).userErrors).toEqual([
      { code: "PRICE_OVERLAP", field: ["startsOn"] },
    ]);
    const { id } = (await addTerms({ plan: "Bronze" })).payerTerms;
    const ending = `mutation ($input: EndPayerTermsInput!) { endPayerTerms(input: $input) {
      payerTerms { endsOn } userErrors { code field } } }`;
    const { data } = await billing.query(admin, ending, { input: { id, endsOn: "2026-01-31" } });
    expect(data.endPayerTerms).toEqual({ payerTerms: { endsOn: "2026-01-31" }, userErrors: [] });
    expect((await addTerms({ plan: "Bronze", startsOn: "2026-02-01" })).userErrors).toEqual([]);
    const { data: listed } = await billing.query(staff, `{ payerTerms(payerId: "${payerId}") { nodes { plan } } }`);
    expect(listed.payerTerms.nodes).toHaveLength(4);
  });
});
