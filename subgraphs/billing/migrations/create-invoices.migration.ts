import { Migration } from "@mikro-orm/migrations";

export class CreateInvoices extends Migration {
  override up(): void {
    this.addSql(`
      create table payer (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        name text not null,
        phone text null,
        address jsonb null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "payer" add constraint "payer_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(`
      create table invoice (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        number text null,
        status text not null,
        currency text not null,
        total_amount bigint not null,
        payer_share_amount bigint not null,
        patient_share_amount bigint not null,
        balance_amount bigint not null,
        issued_at timestamptz(3) null,
        due_at timestamptz(3) null,
        listed_at timestamptz(3) not null,
        patient_id uuid not null,
        appointment_id uuid null,
        payer_id uuid null,
        claim_external_ids text[] not null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "invoice_organization_id_listed_at_id_index" on "invoice" ("organization_id", "listed_at", "id")`,
    );
    this.addSql(
      `create index "invoice_organization_id_patient_id_listed_at_id_index" on "invoice" ("organization_id", "patient_id", "listed_at", "id")`,
    );
    this.addSql(
      `create index "invoice_organization_id_appointment_id_index" on "invoice" ("organization_id", "appointment_id")`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(`alter table "invoice" add constraint "invoice_number_unique" unique ("organization_id", "number")`);
    this.addSql(`
      create table invoice_line (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        invoice_id uuid not null,
        position int not null,
        description text not null,
        quantity int not null,
        unit_amount bigint not null,
        amount bigint not null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "invoice_line" add constraint "invoice_line_position_unique" unique ("organization_id", "invoice_id", "position")`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_payer_id_foreign" foreign key ("payer_id") references "payer" ("id") on delete restrict`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_total_in_range" check (total_amount >= 0 and total_amount <= 9007199254740991)`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_total_is_shared" check (payer_share_amount >= 0 and patient_share_amount >= 0 and total_amount = payer_share_amount + patient_share_amount)`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_balance_within_total" check (balance_amount >= 0 and balance_amount <= total_amount)`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_paid_owes_nothing" check (status <> 'PAID' or balance_amount = 0)`,
    );
    this.addSql(
      `alter table "invoice" add constraint "invoice_issued_has_date" check (status = 'DRAFT' or issued_at is not null)`,
    );
    this.addSql(`alter table "invoice" add constraint "invoice_currency_code" check (currency ~ '^[A-Z]{3}$')`);
    this.addSql(
      `alter table "invoice" add constraint "invoice_status_check" check ("status" in ('DRAFT', 'ISSUED', 'PAID', 'VOID', 'OVERDUE'))`,
    );
    this.addSql(
      `alter table "invoice_line" add constraint "invoice_line_invoice_id_foreign" foreign key ("invoice_id") references "invoice" ("id")`,
    );
    this.addSql(`alter table "invoice_line" add constraint "invoice_line_quantity_positive" check (quantity > 0)`);
    this.addSql(
      `alter table "invoice_line" add constraint "invoice_line_amount_in_range" check (abs(amount) <= 9007199254740991)`,
    );
    this.addSql(
      `alter table "invoice_line" add constraint "invoice_line_amount_adds_up" check (amount = quantity * unit_amount)`,
    );
  }
}
