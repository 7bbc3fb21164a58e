import type { EntityManager } from "@mikro-orm/postgresql";
import type { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceLineRow } from "./line.entity.ts";

/** A line as it is wanted; its place in the list is its position. */
export type WantedLine = Readonly<
  Pick<InvoiceLineRow, "kind" | "description" | "quantity" | "unitAmount" | "amount" | "taxBasisPoints">
>;

/**
 * Makes the lines of invoices exactly what `wanted` says, in the open transaction: one read for all of them.
 * Answers with the ids of the invoices for which something changed.
 */
export async function saveLines(
  em: EntityManager,
  wanted: ReadonlyMap<InvoiceRow, readonly WantedLine[]>,
): Promise<Set<string>> {
  const existing = await em.find(InvoiceLineRow, { invoiceId: { $in: [...wanted.keys()].map(({ id }) => id) } });
  const changed = new Set<string>();
  for (const [{ id: invoiceId }, lines] of wanted) {
    const known = new Map(
      existing.filter((line) => line.invoiceId === invoiceId).map((line) => [line.position, line] as const),
    );
    for (const [index, line] of lines.entries()) {
      const position = index + 1;
      const row = known.get(position);
      known.delete(position);
      if (row && isSame(row, line)) continue;
      if (row) em.assign(row, line);
      else em.create(InvoiceLineRow, { invoiceId, position, ...line });
      changed.add(invoiceId);
    }
    for (const row of known.values()) {
      em.remove(row);
      changed.add(invoiceId);
    }
  }
  return changed;
}

function isSame(row: InvoiceLineRow, line: WantedLine): boolean {
  return (
    row.kind === line.kind &&
    row.taxBasisPoints === line.taxBasisPoints &&
    row.description === line.description &&
    row.quantity === line.quantity &&
    row.unitAmount === line.unitAmount &&
    row.amount === line.amount
  );
}
