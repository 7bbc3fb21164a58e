import { Migration } from "@mikro-orm/migrations";

/**
 * The ledger: double entry, append-only. The database refuses, whoever asks, to change or remove what is written, and at the
 * commit a transaction that does not add up to zero or that is not all that it said it would be.
 */
export class CreateLedger extends Migration {
  override up(): void {
    this.addSql(`
      create table ledger_transaction (
        id uuid not null,
        organization_id uuid not null,
        source_type text not null,
        source_id uuid not null,
        kind text not null,
        currency text not null,
        entry_count int not null,
        occurred_at timestamptz(3) not null,
        recorded_at timestamptz(3) not null,
        actor_id uuid not null,
        primary key (id),
        constraint ledger_transaction_source_unique unique (organization_id, source_type, source_id, kind),
        constraint ledger_transaction_currency_code check (currency ~ '^[A-Z]{3}$'),
        constraint ledger_transaction_has_two_sides check (entry_count >= 2)
      )
    `);
    this.addSql(`
      create table ledger_entry (
        id uuid not null,
        organization_id uuid not null,
        transaction_id uuid not null,
        invoice_id uuid not null,
        account text not null,
        currency text not null,
        amount bigint not null,
        primary key (id),
        constraint ledger_entry_transaction_id_foreign foreign key (transaction_id) references ledger_transaction (id),
        constraint ledger_entry_invoice_id_foreign foreign key (invoice_id) references invoice (id),
        constraint ledger_entry_account_check check (account in ('PATIENT_RECEIVABLE', 'PAYER_RECEIVABLE', 'CASH', 'BANK',
          'CARD_CLEARING', 'SETTLED_BEFORE_IMPORT', 'PATIENT_REFUNDS_PAYABLE', 'PAYER_REFUNDS_PAYABLE', 'TAX_PAYABLE', 'REVENUE', 'DISCOUNTS')),
        constraint ledger_entry_amount_in_range check (amount <> 0 and abs(amount) <= 9007199254740991)
      )
    `);
    this.addSql("create index ledger_entry_of_transaction on ledger_entry (transaction_id)");
    this.addSql("create index ledger_entry_of_invoice on ledger_entry (organization_id, invoice_id, account)");
    this.addSql("create index ledger_entry_of_account on ledger_entry (organization_id, account, currency)");
    this.addSql(`
      create function refuse_ledger_change() returns trigger language plpgsql as $$
      begin
        raise exception 'The ledger is append-only.' using errcode = 'restrict_violation';
      end $$
    `);
    this.addSql(`
      create function require_balanced_transaction() returns trigger language plpgsql as $$
      declare
        checked uuid;
      begin
        if tg_table_name = 'ledger_entry' then checked := new.transaction_id; else checked := new.id; end if;
        perform from ledger_transaction t
          cross join lateral (
            select count(*) as number, sum(e.amount) as total,
              bool_and(e.currency = t.currency and e.organization_id = t.organization_id) as is_one
            from ledger_entry e where e.transaction_id = t.id
          ) as entries
          where t.id = checked and entries.number = t.entry_count and entries.total = 0 and entries.is_one;
        if not found then
          raise exception 'A ledger transaction is whole, in one currency, and adds up to zero.'
            using errcode = 'check_violation', constraint = 'ledger_transaction_balanced';
        end if;
        return null;
      end $$
    `);
    // There may be very many. The triggers, which look at each row when all are written, come after them.
    this.addSql("set local statement_timeout = 0");
    // What was imported before there was a ledger: as src/ledger/opening.ts has it for what is imported from now on.
    this.addSql(`
      with opened as (
        select i.*, gen_random_uuid() as transaction_id, least(i.balance_amount, i.patient_share_amount) as patient_open,
          i.balance_amount - least(i.balance_amount, i.patient_share_amount) as payer_open
        from invoice i where i.status not in ('DRAFT', 'VOID') and i.total_amount > 0
      ), entries as (
        select o.transaction_id, o.organization_id, o.id as invoice_id, o.currency, e.account, e.amount
        from opened o cross join lateral (values
          ('PATIENT_RECEIVABLE', o.patient_open), ('PAYER_RECEIVABLE', o.payer_open),
          ('SETTLED_BEFORE_IMPORT', o.total_amount - o.balance_amount), ('REVENUE', -o.total_amount)
        ) as e (account, amount)
        where e.amount <> 0
      ), written as (
        insert into ledger_transaction (id, organization_id, source_type, source_id, kind, currency, entry_count,
          occurred_at, recorded_at, actor_id)
        select transaction_id, organization_id, 'Invoice', id, 'OPENING', currency,
          (select count(*) from entries e where e.transaction_id = o.transaction_id), issued_at, now(),
          '00000000-0000-7000-8000-000000000000'
        from opened o
      )
      insert into ledger_entry (id, organization_id, transaction_id, invoice_id, account, currency, amount)
      select gen_random_uuid(), organization_id, transaction_id, invoice_id, account, currency, amount from entries
    `);
    for (const table of ["ledger_transaction", "ledger_entry"]) {
      this.addSql(`create trigger ${table}_append_only before update or delete on ${table}
        for each row execute function refuse_ledger_change()`);
      this.addSql(`create trigger ${table}_not_emptied before truncate on ${table}
        for each statement execute function refuse_ledger_change()`);
      this.addSql(`create constraint trigger ${table}_balanced after insert on ${table} deferrable initially deferred
        for each row execute function require_balanced_transaction()`);
    }
  }
}
