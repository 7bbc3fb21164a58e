import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { CurrencyMismatchError } from "../money/minor.units.ts";
import type { LedgerAccount } from "./ledger.account.ts";
import { type Movements, movedAccounts, type Posting } from "./posting.ts";

/**
 * Writes transactions into the ledger, within the open transaction and in one statement for all of them. What was written
 * before, by its source and kind, is left as it is; what moves nothing is not written.
 */
export async function post(em: EntityManager, actorId: string, postings: readonly Posting[]): Promise<void> {
  const moving = postings
    .map((posting) => ({ ...posting, transactionId: uuidv7(), moved: movedAccounts(posting.movements) }))
    .filter(({ moved }) => moved.length > 0);
  if (moving.length === 0) return;
  const transactions = moving.map(({ transactionId, source, currency, occurredAt, moved }) => ({
    ...{ transactionId, ...source, sourceId: source.id, currency, occurredAt, entryCount: moved.length },
  }));
  const entries = moving.flatMap(({ transactionId, invoiceId, currency, moved }) =>
    moved.map(([account, amount]) => ({ id: uuidv7(), transactionId, invoiceId, currency, account, amount })),
  );
  await em.execute(
    `with written as (
       insert into ledger_transaction (id, organization_id, source_type, source_id, kind, currency, entry_count,
         occurred_at, recorded_at, actor_id)
       select "transactionId", ?::uuid, type, "sourceId", kind, currency, "entryCount", "occurredAt", now(), ?::uuid
       from jsonb_to_recordset(?::jsonb) as posted ("transactionId" uuid, type text, "sourceId" uuid, kind text,
         currency text, "entryCount" int, "occurredAt" timestamptz)
       on conflict (organization_id, source_type, source_id, kind) do nothing
       returning id, organization_id
     )
     insert into ledger_entry (id, organization_id, transaction_id, invoice_id, account, currency, amount)
     select entry.id, written.organization_id, written.id, entry."invoiceId", entry.account, entry.currency, entry.amount
     from jsonb_to_recordset(?::jsonb) as entry (id uuid, "transactionId" uuid, "invoiceId" uuid, account text,
       currency text, amount bigint)
     join written on written.id = entry."transactionId"`,
    [boundOrganization(em), actorId, JSON.stringify(transactions), JSON.stringify(entries)],
  );
}

/** How the ledger has an invoice. */
export interface InvoiceBooks {
  readonly currency: string;
  /** Whether its money was moved here after it was stated by a source system. */
  readonly isMovedHere: boolean;
}

/** How the ledger has these invoices, those alone of which it has entries. */
export async function booksOf(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, InvoiceBooks>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await em.execute<{ invoice_id: string; currency: string; is_moved_here: boolean }[]>(
    `select entry.invoice_id, min(entry.currency) as currency,
       bool_or(not (moved.source_type = 'Invoice' and (moved.kind = 'OPENING' or moved.kind like 'RESTATED:%')))
         as is_moved_here
     from ledger_entry entry join ledger_transaction moved on moved.id = entry.transaction_id
     where entry.organization_id = ? and entry.invoice_id = any(?::uuid[])
     group by entry.invoice_id`,
    [boundOrganization(em), `{${invoiceIds.join()}}`],
  );
  return new Map(rows.map((row) => [row.invoice_id, { currency: row.currency, isMovedHere: row.is_moved_here }]));
}

/** What an account comes to in a currency: the sum of its entries. */
export interface AccountBalance {
  readonly account: LedgerAccount;
  readonly currency: string;
  readonly amount: number;
}

/** What every account of the organization comes to that was ever moved. */
export async function accountBalances(em: EntityManager): Promise<AccountBalance[]> {
  const rows = await em.execute<{ account: LedgerAccount; currency: string; amount: string }[]>(
    `select account, currency, sum(amount)::text as amount from ledger_entry
     where organization_id = ? group by account, currency order by currency, account`,
    [boundOrganization(em)],
  );
  return rows.map((row) => ({ ...row, amount: Number(row.amount) }));
}

/**
 * What the entries of each of these invoices come to, by account; of one without entries, nothing.
 * @throws CurrencyMismatchError when those of one are in two currencies
 */
export async function movementsOf(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, Movements>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await em.execute<{ invoice_id: string; account: LedgerAccount; currency: string; amount: string }[]>(
    `select invoice_id, account, currency, sum(amount)::text as amount from ledger_entry
     where organization_id = ? and invoice_id = any(?::uuid[]) group by invoice_id, account, currency`,
    [boundOrganization(em), `{${invoiceIds.join()}}`],
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.invoice_id)].map(([id, sums]) => {
      const [one, other] = new Set(sums.map(({ currency }) => currency));
      if (one !== undefined && other !== undefined) throw new CurrencyMismatchError(one, other);
      return [id, Object.fromEntries(sums.map(({ account, amount }) => [account, Number(amount)]))];
    }),
  );
}
