import { randomUUID } from "node:crypto";
import { boundEntityManager, importedId } from "@careconnect/kit";
import { propertySeed, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command, issued, priced } from "../invoice/invoice.fixture.ts";
import { accountBalances, movementsOf } from "../ledger/ledger.query.ts";
import { admin, knownOrganization, organizationId, staff, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";

const payerId = importedId(organizationId, "payer", "y-1");
const reason = "As the model has it";
const total = 11_900;

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_900 });
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
    { input: { payerId, copay: 900, coinsuranceBasisPoints: 5_000, startsOn: "2020-01-01" } },
  );
  expect(data.addPayerTerms.userErrors).toEqual([]);
});
afterAll(() => billing.close());

const parties = ["PATIENT", "PAYER"] as const;
type Party = (typeof parties)[number];

/** What each party's share, what it has paid and what it was credited come to. */
interface Side {
  readonly share: number;
  paid: number;
  credited: number;
}

const sides = (): Record<Party, Side> => ({
  PATIENT: { share: 6_400, paid: 0, credited: 0 },
  PAYER: { share: 5_500, paid: 0, credited: 0 },
});
const owedOf = ({ share, paid, credited }: Side) => Math.max(0, share - credited - paid);
const owedBackOf = ({ share, paid, credited }: Side) => Math.max(0, paid - (share - credited));

const amount = fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom(5_500, 6_400));
const step = fc.record({
  kind: fc.constantFrom("pay" as const, "pay" as const, "refund" as const, "credit" as const),
  party: fc.constantFrom(...parties),
  which: fc.nat(),
  amount,
});

it("whatever is paid, given back and credited in whatever order, invoice, payments and ledger say the same as a model", async () => {
  const refused = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const patientId = randomUUID();
      await tell(billing, "patient.coverage.added", {
        ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2020-01-01", endsOn: null },
      });
      const { id } = await issued(billing, { patientId });
      const model = sides();
      const payments: { readonly id: string; readonly party: Party; left: number }[] = [];
      for (const { kind, party, which, amount } of steps) {
        const side = model[party];
        if (kind === "pay") {
          const { payment, userErrors } = await give("recordPayment", { invoiceId: id, party, method: "CASH", amount });
          const mayPay = amount <= owedOf(side);
          expect(payment !== null).toBe(mayPay);
          for (const { code } of userErrors) refused.add(code);
          if (!mayPay) continue;
          payments.push({ id: payment.id, party, left: amount });
          side.paid += amount;
        } else if (kind === "credit") {
          const { invoice, userErrors } = await command(billing, "creditInvoice", { id, party, amount, reason });
          const mayCredit = amount <= side.share - side.credited;
          expect(invoice !== null).toBe(mayCredit);
          for (const { code } of userErrors) refused.add(code);
          if (mayCredit) side.credited += amount;
        } else {
          const payment = payments[which % Math.max(1, payments.length)];
          if (!payment) continue;
          const { userErrors } = await give("refundPayment", { paymentId: payment.id, amount, reason });
          const mayRefund = amount <= payment.left;
          expect(userErrors.length === 0).toBe(mayRefund);
          for (const { code } of userErrors) refused.add(code);
          if (!mayRefund) continue;
          payment.left -= amount;
          model[payment.party].paid -= amount;
        }
      }
      await expectAsModelled(id, model);
    }),
    { numRuns: 15, seed: propertySeed },
  );
  expect([...refused].sort()).toEqual(
    expect.arrayContaining(["CREDIT_EXCEEDS_SHARE", "PAYMENT_EXCEEDS_BALANCE", "REFUND_EXCEEDS_PAYMENT"]),
  );
  const balances = await accountBalances(boundEntityManager(billing.orm, organizationId));
  expect(balances.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
}, 120_000);

async function give(name: "recordPayment" | "refundPayment", input: object) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await billing.query(
    staff,
    `mutation ($input: ${type}!) { ${name}(input: $input) { payment { id } userErrors { code } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name];
}

async function expectAsModelled(id: string, { PATIENT, PAYER }: Record<Party, Side>): Promise<void> {
  const em = boundEntityManager(billing.orm, organizationId);
  const moved = (await movementsOf(em, [id])).get(id) ?? {};
  const credited = PATIENT.credited + PAYER.credited;
  const owed = owedOf(PATIENT) + owedOf(PAYER);
  expect({
    ...{ patient: moved.PATIENT_RECEIVABLE ?? 0, payer: moved.PAYER_RECEIVABLE ?? 0, cash: moved.CASH ?? 0 },
    ...{ backToPatient: 0 - (moved.PATIENT_REFUNDS_PAYABLE ?? 0), backToPayer: 0 - (moved.PAYER_REFUNDS_PAYABLE ?? 0) },
    charged: 0 - (moved.REVENUE ?? 0) - (moved.TAX_PAYABLE ?? 0),
  }).toEqual({
    ...{ patient: owedOf(PATIENT), payer: owedOf(PAYER), cash: PATIENT.paid + PAYER.paid },
    ...{ backToPatient: owedBackOf(PATIENT), backToPayer: owedBackOf(PAYER) },
    charged: total - credited,
  });
  const { data } = await billing.query(staff, `{ invoice(id: "${id}") { status balance { amount } } }`);
  expect(data.invoice).toEqual({ status: owed === 0 ? "PAID" : "ISSUED", balance: { amount: owed } });
}
