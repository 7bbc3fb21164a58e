import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isLeftNotGiven } from "../gateway/gateway.query.ts";
import { DifferenceKind } from "./difference.kind.ts";
import type { FoundDifference, Scope } from "./found.difference.ts";

const money = "('CASH', 'BANK', 'CARD_CLEARING', 'GATEWAY_CLEARING')";
const receivable = "('PATIENT_RECEIVABLE', 'PAYER_RECEIVABLE')";

/** What the ledger has moved for one record: the sum of some accounts' entries in the transactions about it. */
const movedFor = (source: string, id: string, accounts: string) => `
  coalesce((select sum(e.amount) from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
    where t.organization_id = :organization and t.source_type = '${source}' and t.source_id = ${id}
      and e.account in ${accounts}), 0)`;

const movedOf = (invoice: string, accounts: string) => `
  coalesce((select sum(e.amount) from ledger_entry e
    where e.organization_id = :organization and e.invoice_id = ${invoice} and e.account in ${accounts}), 0)`;

/** How prepayments are whose visits were called off. */
const calledOff = "('CANCELLED', 'REFUNDING', 'REFUNDED')";

/** Visits are billed from the day of the first price on, or if they were of late; and not the moment at which they end. */
const billedHere = `
  v.starts_at < :until - interval '1 hour' and (v.starts_at > now() - interval '30 days'
    or v.starts_at >= (select min(starts_on) from price where organization_id = :organization))`;

/**
 * What is compared within the database, kind by kind: each tells the id of what differs, its invoice, what was expected, what was
 * found, and the currency. `:until` leaves out what changes at this moment.
 */
export const comparisons: Readonly<Partial<Record<DifferenceKind, string>>> = {
  [DifferenceKind.PAYMENT_REFUNDS_DIFFER]: `
    select p.id, p.invoice_id, p.currency,
      case when given.total <> p.refunded_amount then p.refunded_amount else p.refunding_amount end as expected,
      case when given.total <> p.refunded_amount then given.total else given.pending end as found
    from payment p cross join lateral (
      select coalesce(sum(r.amount) filter (where r.state = 'SUCCEEDED'), 0) as total,
        coalesce(sum(r.amount) filter (where r.state = 'PENDING'), 0) as pending
      from refund r where r.payment_id = p.id) given
    where p.organization_id = :organization and p.updated_at < :until
      and (given.total, given.pending) <> (p.refunded_amount, p.refunding_amount)`,
  [DifferenceKind.PAYMENT_LEDGER_DIFFERS]: `
    select p.id, p.invoice_id, received.expected, received.found, p.currency
    from payment p cross join lateral (
      select case p.state when 'SUCCEEDED' then p.amount else 0 end as expected, ${movedFor("Payment", "p.id", money)} as found) received
    where p.organization_id = :organization and p.updated_at < :until and received.found <> received.expected`,
  [DifferenceKind.REFUND_LEDGER_DIFFERS]: `
    select r.id, p.invoice_id, given.expected, given.found, p.currency
    from refund r join payment p on p.id = r.payment_id cross join lateral (
      select case r.state when 'SUCCEEDED' then r.amount else 0 end as expected, -${movedFor("Refund", "r.id", money)} as found) given
    where r.organization_id = :organization and r.updated_at < :until and given.found <> given.expected`,
  [DifferenceKind.CREDIT_NOTE_LEDGER_DIFFERS]: `
    select c.id, c.invoice_id, c.amount as expected, credited.found, i.currency
    from credit_note c join invoice i on i.id = c.invoice_id cross join lateral (
      select ${movedFor("CreditNote", "c.id", "('REVENUE', 'TAX_PAYABLE')")} as found) credited
    where c.organization_id = :organization and c.created_at < :until and credited.found <> c.amount`,
  [DifferenceKind.INVOICE_NOT_IN_LEDGER]: `
    select i.id, i.id as invoice_id, i.total_amount as expected, 0 as found, i.currency
    from invoice i where i.organization_id = :organization and i.updated_at < :until and i.status not in ('DRAFT', 'VOID')
      and i.total_amount > 0
      and not exists (select from ledger_entry e where e.organization_id = i.organization_id and e.invoice_id = i.id)`,
  [DifferenceKind.INVOICE_BALANCE_DIFFERS]: `
    select i.id, i.id as invoice_id, owed.found as expected, i.balance_amount as found, i.currency
    from invoice i cross join lateral (select ${movedOf("i.id", receivable)} as found) owed
    where i.organization_id = :organization and i.updated_at < :until and i.status <> 'DRAFT'
      -- What a source system says is owed of what was withdrawn there, nobody asks for.
      and not (i.status = 'VOID' and i.number is null) and owed.found <> i.balance_amount`,
  [DifferenceKind.INVOICE_PAID_DIFFERS]: `
    select i.id, i.id as invoice_id, paid.total as expected, paid.found, i.currency
    from invoice i cross join lateral (
      select coalesce((select sum(p.amount - p.refunded_amount) from payment p
          where p.organization_id = :organization and p.invoice_id = i.id and p.state = 'SUCCEEDED'), 0) as total,
        ${movedOf("i.id", money)} as found) paid
    where i.organization_id = :organization and i.updated_at < :until and paid.found <> paid.total`,
  [DifferenceKind.INVOICE_LINES_DIFFER]: `
    select i.id, i.id as invoice_id, i.total_amount as expected, charged.total as found, i.currency
    from invoice i cross join lateral (
      select coalesce(sum(l.amount), 0) as total from invoice_line l where l.invoice_id = i.id) charged
    where i.organization_id = :organization and i.updated_at < :until and charged.total <> i.total_amount`,
  [DifferenceKind.INVOICE_LEDGER_DIFFERS]: `
    select i.id, i.id as invoice_id, charged.expected, charged.found, i.currency
    from invoice i cross join lateral (
      select case i.status when 'VOID' then 0 else i.total_amount end as expected,
        -${movedFor("Invoice", "i.id", "('REVENUE', 'TAX_PAYABLE', 'DISCOUNTS')")} as found) charged
    where i.organization_id = :organization and i.updated_at < :until and i.status <> 'DRAFT'
      and charged.found <> charged.expected
      and exists (select from ledger_entry e where e.organization_id = i.organization_id and e.invoice_id = i.id)`,
  [DifferenceKind.INVOICE_STATUS_DIFFERS]: `
    select i.id, i.id as invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from invoice i where i.organization_id = :organization and i.updated_at < :until and i.number is not null
      and (i.status in ('ISSUED', 'OVERDUE') and i.balance_amount = 0
        or i.status = 'ISSUED' and i.due_at < :until - interval '1 hour')`,
  [DifferenceKind.INVOICE_CURRENCY_DIFFERS]: `
    select i.id, i.id as invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from invoice i where i.organization_id = :organization and i.updated_at < :until
      and (exists (select from payment p
          where p.organization_id = i.organization_id and p.invoice_id = i.id and p.currency <> i.currency)
        or exists (select from ledger_entry e
          where e.organization_id = i.organization_id and e.invoice_id = i.id and e.currency <> i.currency))`,
  [DifferenceKind.NUMBER_MISSING]: `
    select given.number as id, null::uuid as invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from invoice_counter c cross join lateral (
      select c.series || '-' || lpad(n::text, greatest(6, length(n::text)), '0') as number
      from generate_series(1, c.last_number) n) given
    where c.organization_id = :organization
      and not exists (select from invoice i where i.organization_id = c.organization_id and i.number = given.number)
      and not exists (select from credit_note n where n.organization_id = c.organization_id and n.number = given.number)`,
  [DifferenceKind.LEDGER_UNBALANCED]: `
    select t.id, null::uuid as invoice_id, 0 as expected, entries.total as found, t.currency
    from ledger_transaction t cross join lateral (
      select coalesce(sum(e.amount), 0) as total, count(*) as number from ledger_entry e where e.transaction_id = t.id) entries
    where t.organization_id = :organization and (entries.total <> 0 or entries.number <> t.entry_count)`,
  [DifferenceKind.VISIT_WITHOUT_INVOICE]: `
    select v.appointment_id as id, null::uuid as invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from care_visit v where v.organization_id = :organization and v.status = 'FULFILLED' and ${billedHere}
      and not exists (select from invoice i where i.organization_id = v.organization_id
        and i.appointment_id = v.appointment_id and i.status <> 'VOID' and i.cause is distinct from 'CANCELLATION')`,
  [DifferenceKind.INVOICE_WITHOUT_VISIT]: `
    select i.id, i.id as invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from invoice i left join care_visit v
      on v.organization_id = i.organization_id and v.appointment_id = i.appointment_id
    where i.organization_id = :organization and i.updated_at < :until and i.status <> 'VOID'
      -- What is paid before a visit stands for one that is still to come.
      and case i.cause when 'VISIT' then coalesce(v.status, 'CANCELLED') in ('CANCELLED', 'NO_SHOW')
        when 'CANCELLATION' then v.status is distinct from 'CANCELLED' else false end
      -- Of who was erased, visits are not known any more.
      and (v.appointment_id is not null or not exists (select from erased_patient e
        where e.organization_id = i.organization_id and e.patient_id = i.patient_id))
      -- What was credited all of it stands for nothing.
      and (i.total_amount = 0 or i.total_amount > (select coalesce(sum(c.amount), 0) from credit_note c
        where c.organization_id = i.organization_id and c.invoice_id = i.id))
      -- Of what was paid in advance a fee is kept, and who did not come has nothing back.
      and not exists (select from prepayment p where p.organization_id = i.organization_id and p.invoice_id = i.id
        and case v.status when 'CANCELLED' then p.state in ${calledOff} else v.status = 'NO_SHOW' end)`,
  [DifferenceKind.REFUND_NOT_GIVEN]: `
    select i.id, i.id as invoice_id, greatest(owed.back, failed.amount) as expected, 0 as found, i.currency
    from (
      select p.invoice_id, max(r.updated_at) as at, coalesce(sum(r.amount) filter (where ${isLeftNotGiven}), 0) as amount
      from refund r join payment p on p.id = r.payment_id
      where r.organization_id = :organization and r.state = 'FAILED' group by p.invoice_id) failed
    join invoice i on i.id = failed.invoice_id cross join lateral (
      select -${movedOf("i.id", "('PATIENT_REFUNDS_PAYABLE')")} as back) owed
    where failed.at < :until and (owed.back > 0 or failed.amount > 0)
      and not exists (select from refund r join payment p on p.id = r.payment_id
        where p.organization_id = i.organization_id and p.invoice_id = i.id and r.state = 'PENDING')`,
  [DifferenceKind.PREPAYMENT_WITHOUT_INVOICE]: `
    select p.id, p.invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from prepayment p where p.organization_id = :organization and p.updated_at < :until
      and (p.state in ('REFUNDING', 'REFUNDED') and p.invoice_id is null
        or (p.state in ('PAID', 'CONFIRMED') or p.state = 'WAIVED' and p.invoice_id is not null)
          and not exists (select from invoice i
          where i.organization_id = p.organization_id and i.appointment_id = p.appointment_id
            and i.status <> 'VOID' and i.cause = 'VISIT'))`,
  [DifferenceKind.PREPAYMENT_MONEY_DIFFERS]: `
    select p.id, p.invoice_id, i.currency,
      case p.state when 'AWAITING' then i.patient_share_amount when 'REFUNDING' then null else 0 end as expected,
      case p.state when 'AWAITING' then owed.receivable when 'REFUNDING' then null else owed.back end as found
    from prepayment p join invoice i on i.id = p.invoice_id cross join lateral (
      select ${movedOf("i.id", "('PATIENT_RECEIVABLE')")} as receivable,
        -${movedOf("i.id", "('PATIENT_REFUNDS_PAYABLE')")} as back) owed
    where p.organization_id = :organization and p.updated_at < :until and i.updated_at < :until
      and case p.state when 'AWAITING' then owed.receivable = 0 and i.status not in ('VOID', 'DRAFT')
        when 'REFUNDING' then owed.back = 0
        else p.state in ('CANCELLED', 'REFUNDED') and owed.back <> 0 end`,
  [DifferenceKind.PREPAYMENT_VISIT_DIFFERS]: `
    select p.id, p.invoice_id, null::bigint as expected, null::bigint as found, null as currency
    from prepayment p join care_visit v
      on v.organization_id = p.organization_id and v.appointment_id = p.appointment_id
    where p.organization_id = :organization and p.updated_at < :until
      and ((p.state in ${calledOff}) <> (v.status = 'CANCELLED')
        or p.state in ('AWAITING', 'PAID', 'FAILED') and (v.status <> 'REQUESTED'
          or greatest(p.pay_until, p.updated_at) < :until - interval '1 hour')
        or p.state in ('WAIVED', 'CONFIRMED') and v.status = 'REQUESTED')`,
};

/** Each reads whole tables, which takes longer than what somebody waits for may: in milliseconds, less than a run is held for. */
const longest = 300_000;

/** What differs of one kind within the database, the first by id; one more than are kept, where there are more. */
export async function compareWithin(
  em: EntityManager,
  kind: DifferenceKind,
  { until, most }: Pick<Scope, "until" | "most">,
): Promise<FoundDifference[]> {
  const [statement, values] = withValues(`select * from (${comparisons[kind]}) as differing order by id limit :most`, {
    organization: boundOrganization(em),
    until,
    most: most + 1,
  });
  const rows = await em.transactional(async (within) => {
    await within.execute(`set local statement_timeout = ${longest}`);
    return within.execute<Record<string, string | null>[]>(statement, values);
  });
  const amount = (value: string | null | undefined) => (value == null ? null : Number(value));
  return rows.map(({ id, invoice_id, expected, found, currency }) => ({
    ...{ kind, subjectId: String(id), invoiceId: invoice_id ?? null, currency: currency ?? null },
    ...{ expected: amount(expected), found: amount(found) },
  }));
}

/** Puts values where a statement names them: the driver knows them by their place alone. */
function withValues(statement: string, values: Readonly<Record<string, unknown>>): [string, unknown[]] {
  const placed: unknown[] = [];
  const sql = statement.replaceAll(/(?<!:):([a-z]+)\b/g, (_, name: string) => {
    placed.push(values[name]);
    return name === "organization" ? "?::uuid" : name === "until" ? "?::timestamptz" : "?";
  });
  return [sql, placed];
}
