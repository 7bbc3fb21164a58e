import { Failure } from "@careconnect/dev/failure";
import type { BenchSystem } from "../system/bench.system.ts";

/** As many invoices are paid in part, so that there are payments to be listed. */
const paid = 100;

/** Records payments for some of the imported invoices, as the front desk does. @returns how many */
export async function recordPayments(
  { gatewayUrl, signIn }: Pick<BenchSystem, "gatewayUrl" | "signIn">,
  onProgress: (detail: string) => void,
): Promise<number> {
  const tokens = signIn();
  const ask = async <Data>(query: string, variables: object): Promise<Data> => {
    const response = await fetch(`${gatewayUrl}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await tokens.current()}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!data || errors) throw new Failure(`Payments cannot be recorded: ${errors?.[0]?.message ?? response.status}`);
    return data;
  };
  const { invoices } = await ask<{ invoices: { nodes: { id: string; balance: { amount: number } }[] } }>(
    "query ($first: Int!) { invoices(first: $first, filter: { status: [ISSUED] }) { nodes { id balance { amount } } } }",
    { first: paid },
  );
  let recorded = 0;
  for (const { id: invoiceId, balance } of invoices.nodes) {
    const input = { invoiceId, method: "CARD_TERMINAL", amount: Math.max(1, Math.floor(balance.amount / 2)) };
    const { recordPayment } = await ask<{ recordPayment: { userErrors: { message: string }[] } }>(
      "mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { userErrors { message } } }",
      { input },
    );
    const [refusal] = recordPayment.userErrors;
    if (refusal) throw new Failure(`A payment cannot be recorded: ${refusal.message}`);
    recorded += 1;
    onProgress(`${recorded} of ${invoices.nodes.length}`);
  }
  return recorded;
}
