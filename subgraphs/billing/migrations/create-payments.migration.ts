import { Migration } from "@mikro-orm/migrations";

/** What was paid for invoices, and what of it was given back. */
export class CreatePayments extends Migration {
  override up(): void {
    const owned = `
      id uuid not null,
      organization_id uuid not null,
      version int not null default 1,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (id)`;
    this.addSql(`
      create table payment (
        invoice_id uuid not null,
        patient_id uuid not null,
        party text not null,
        method text not null,
        amount bigint not null,
        refunded_amount bigint not null,
        currency text not null,
        reference text null,
        received_at timestamptz(3) not null,
        recorded_by uuid not null,
        ${owned},
        constraint payment_invoice_id_foreign foreign key (invoice_id) references invoice (id),
        constraint payment_party_check check (party in ('PATIENT', 'PAYER')),
        constraint payment_method_check check (method in ('CASH', 'BANK_TRANSFER', 'CARD_TERMINAL')),
        constraint payment_amount_in_range check (amount > 0 and amount <= 9007199254740991),
        constraint payment_refunded_within_amount check (refunded_amount >= 0 and refunded_amount <= amount)
      )
    `);
    this.addSql("create index payment_of_invoice on payment (organization_id, invoice_id, received_at, id)");
    this.addSql("create index payment_of_patient on payment (organization_id, patient_id, received_at, id)");
    this.addSql(`
      create table refund (
        payment_id uuid not null,
        amount bigint not null,
        reason text null,
        refunded_at timestamptz(3) not null,
        recorded_by uuid not null,
        ${owned},
        constraint refund_payment_id_foreign foreign key (payment_id) references payment (id),
        constraint refund_amount_in_range check (amount > 0 and amount <= 9007199254740991)
      )
    `);
    this.addSql("create index refund_of_payment on refund (organization_id, payment_id, refunded_at, id)");
    this.addSql(`create trigger payment_stays before update or delete on payment for each row
      execute function refuse_issued_change('refunded_amount', 'reference', 'version', 'updated_at')`);
    this.addSql(`create trigger refund_stays before update or delete on refund for each row
      execute function refuse_issued_change('reason', 'version', 'updated_at')`);
  }
}
