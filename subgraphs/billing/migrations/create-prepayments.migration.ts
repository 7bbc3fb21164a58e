import { Migration } from "@mikro-orm/migrations";

/** Visits that are paid in advance: how far each is. */
export class CreatePrepayments extends Migration {
  override up(): void {
    this.addSql(`
      create table prepayment (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        invoice_id uuid null,
        state text not null,
        pay_until timestamptz(3) not null,
        paid_at timestamptz(3) null,
        declines int not null default 0,
        failure text null,
        primary key (id),
        constraint prepayment_appointment_unique unique (organization_id, appointment_id),
        constraint prepayment_invoice_id_foreign foreign key (invoice_id) references invoice (id),
        constraint prepayment_state_check check (state in ('AWAITING', 'WAIVED', 'PAID', 'CONFIRMED', 'FAILED', 'CANCELLED',
          'REFUNDING', 'REFUNDED')),
        constraint prepayment_failure_check check (failure in ('NO_PRICE', 'DECLINED'))
      )
    `);
    this.addSql("create index prepayment_listed on prepayment (organization_id, created_at, id)");
    this.addSql("create index prepayment_of_invoice on prepayment (invoice_id) where invoice_id is not null");
  }
}
