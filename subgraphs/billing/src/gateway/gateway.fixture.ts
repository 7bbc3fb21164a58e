import { boundEntityManager, systemContext } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import Stripe from "stripe";
import { expect, vi } from "vitest";
import { priced } from "../invoice/invoice.fixture.ts";
import { admin, knownOrganization, organizationId, staff } from "../references/reference.fixture.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.server.ts";
import { billingSubgraph } from "../subgraph.ts";

export const [secretKey, webhookSecret] = ["sk_test_billing", "whsec_billing"];

export interface GatewayClinic {
  readonly billing: TestSubgraph;
  readonly simulator: Simulator;
  /** The simulator as Stripe's own client sees it. */
  readonly stripe: Stripe;
  close(): Promise<void>;
}

/** A clinic with prices, which takes payments over a simulator that tells it of them. */
export async function startGatewayClinic(options: { readonly isTold?: boolean } = {}): Promise<GatewayClinic> {
  const simulator = await startSimulator({ file: ":memory:", secretKey, webhookSecret, slowMs: 300 });
  vi.stubEnv("STRIPE_API_BASE", simulator.url);
  vi.stubEnv("STRIPE_SECRET_KEY", secretKey);
  vi.stubEnv("STRIPE_WEBHOOK_SECRET", webhookSecret);
  const billing = await startTestSubgraph(billingSubgraph);
  if (options.isTold !== false) simulator.tellTo(`${billing.url}/webhooks/stripe`);
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing);
  const { hostname: host, port } = new URL(simulator.url);
  return {
    ...{ billing, simulator },
    stripe: new Stripe(secretKey, { host, port, protocol: "http", telemetry: false, maxNetworkRetries: 0 }),
    async close() {
      await billing.close();
      await simulator.close();
      vi.unstubAllEnvs();
    },
  };
}

export const shownPayment = `id version status method amount { amount } refunded { amount } clientSecret nextActionUrl failureCode
  receivedAt refunds { amount { amount } status } invoice { id status balance { amount } }`;

type PaymentCommand = "payInvoice" | "preparePayment" | "cancelPayment" | "refundPayment" | "recordPayment";

/** Gives one command of payments; the payment as it is then, and why nothing was done. */
export async function give(
  billing: Pick<TestSubgraph, "query">,
  name: PaymentCommand,
  input: object,
  viewer: TestViewer = staff,
) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await billing.query(
    viewer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { payment { ${shownPayment} } userErrors { code field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name];
}

/** The payments of an invoice, as the front desk sees them. */
export async function paymentsOf(billing: Pick<TestSubgraph, "query">, invoiceId: string, viewer: TestViewer = staff) {
  const { data } = await billing.query(
    viewer,
    `{ invoice(id: "${invoiceId}") { status balance { amount } payments { ${shownPayment} } } }`,
  );
  return data.invoice;
}

/** As what happens by itself does. */
export const system = (billing: Pick<TestSubgraph, "orm">) =>
  systemContext(boundEntityManager(billing.orm, organizationId), "by-itself");
