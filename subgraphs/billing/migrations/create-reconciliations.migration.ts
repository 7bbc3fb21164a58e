import { Migration } from "@mikro-orm/migrations";

const owned = `
  id uuid not null,
  organization_id uuid not null,
  version int not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (id)`;

/** What was compared, and what was found to differ. */
export class CreateReconciliations extends Migration {
  override up(): void {
    this.addSql(`
      create table reconciliation (
        status text not null,
        step text null,
        steps_done int not null default 0,
        steps_in_all int not null default 0,
        gateway_count int not null default 0,
        has_gateway boolean not null default false,
        started_at timestamptz(3) null,
        finished_at timestamptz(3) null,
        held_until timestamptz(3) null,
        requested_by uuid not null,
        ${owned},
        constraint reconciliation_status_check check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'INCOMPLETE'))
      )
    `);
    this.addSql("create index reconciliation_listed on reconciliation (organization_id, created_at, id)");
    this.addSql(
      "create unique index reconciliation_under_way on reconciliation (organization_id) where status in ('PENDING', 'RUNNING')",
    );
    this.addSql(`
      create table reconciliation_difference (
        reconciliation_id uuid not null,
        kind text not null,
        subject_id text not null,
        invoice_id uuid null,
        expected_amount bigint null,
        found_amount bigint null,
        currency text null,
        ${owned},
        constraint reconciliation_difference_reconciliation_id_foreign foreign key (reconciliation_id)
          references reconciliation (id) on delete cascade,
        constraint reconciliation_difference_kind_check check (kind in ('GATEWAY_PAYMENT_UNKNOWN', 'PAYMENT_UNKNOWN_TO_GATEWAY', 'PAYMENT_STATUS_DIFFERS',
          'PAYMENT_AMOUNT_DIFFERS', 'GATEWAY_REFUND_UNKNOWN', 'REFUND_UNKNOWN_TO_GATEWAY',
          'REFUND_STATUS_DIFFERS', 'REFUND_AMOUNT_DIFFERS', 'PAYMENT_REFUNDS_DIFFER',
          'PAYMENT_LEDGER_DIFFERS', 'REFUND_LEDGER_DIFFERS', 'CREDIT_NOTE_LEDGER_DIFFERS',
          'INVOICE_NOT_IN_LEDGER', 'INVOICE_BALANCE_DIFFERS', 'INVOICE_PAID_DIFFERS', 'INVOICE_LINES_DIFFER',
          'LEDGER_UNBALANCED', 'VISIT_WITHOUT_INVOICE', 'INVOICE_WITHOUT_VISIT'))
      )
    `);
    this.addSql(
      "create index reconciliation_difference_of_run on reconciliation_difference (organization_id, reconciliation_id, kind, id)",
    );
  }
}
