import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What the gateway has, whatever anybody was told. */
export interface GatewayBooks {
  /** What came of what was to be paid, where money was taken at all. */
  readonly charged: ReadonlyMap<string, Charged>;
  /** What was taken less what was given back, in minor units, and in how many movements. */
  readonly moved: number;
  readonly movements: number;
}

export interface Charged {
  /** How often money was taken, and how often it was given back. */
  readonly times: number;
  readonly refunds: number;
  /** What is left of it, in minor units. */
  readonly kept: number;
}

/** Reads the file of the service that stands in for Stripe. */
export function readGatewayBooks(dataFolder: string): GatewayBooks {
  const database = new DatabaseSync(join(dataFolder, "stripe", "simulator.sqlite"), { readOnly: true });
  try {
    const bodies = (kind: string) =>
      database
        .prepare("select body from object where kind = ?")
        .all(kind)
        .map(({ body }) => JSON.parse(String(body)));
    const charges = Map.groupBy(
      bodies("charge").filter(({ paid }) => paid === true),
      ({ payment_intent }) => String(payment_intent),
    );
    const refunds = Map.groupBy(bodies("refund"), ({ payment_intent }) => String(payment_intent));
    const charged = new Map(
      [...charges].map(([intent, those]): [string, Charged] => [
        intent,
        {
          times: those.length,
          refunds: refunds.get(intent)?.length ?? 0,
          kept: those.reduce((sum, { amount, amount_refunded }) => sum + amount - amount_refunded, 0),
        },
      ]),
    );
    const movements = bodies("balance_transaction");
    return { charged, moved: movements.reduce((sum, { amount }) => sum + amount, 0), movements: movements.length };
  } finally {
    database.close();
  }
}
