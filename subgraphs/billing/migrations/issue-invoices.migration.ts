import { Migration } from "@mikro-orm/migrations";

/** Invoices that are made here, numbered without gaps, and never changed once they are issued; credit notes correct them. */
export class IssueInvoices extends Migration {
  override up(): void {
    for (const column of ["cause text", "service_on date", "voided_at timestamptz(3)", "void_reason text"])
      this.addSql(`alter table invoice add column ${column} null`);
    this.addSql(
      "alter table invoice add constraint invoice_cause_unique unique (organization_id, appointment_id, cause)",
    );
    this.addSql("alter table invoice add constraint invoice_cause_check check (cause in ('VISIT', 'CANCELLATION'))");
    this.addSql("alter table invoice drop constraint invoice_issued_has_date");
    this.addSql(
      "alter table invoice add constraint invoice_issued_has_date check (status in ('DRAFT', 'VOID') or issued_at is not null)",
    );
    this.addSql(
      "alter table invoice add constraint invoice_numbered_is_issued check (number is null or status <> 'DRAFT' and issued_at is not null and due_at is not null)",
    );
    this.addSql(
      "create index invoice_to_fall_due on invoice (organization_id, due_at) where status = 'ISSUED' and number is not null",
    );
    // The version before goes on writing lines until it is replaced, without these.
    this.addSql("alter table invoice_line add column kind text not null default 'SERVICE'");
    this.addSql("alter table invoice_line add column tax_basis_points int not null default 0");
    this.addSql(
      "alter table invoice_line add constraint invoice_line_kind_check check (kind in ('SERVICE', 'FEE', 'DISCOUNT', 'TAX'))",
    );
    this.addSql(`
      create table invoice_counter (
        organization_id uuid not null,
        series text not null,
        last_number bigint not null,
        primary key (organization_id, series)
      )
    `);
    this.addSql(`
      create table credit_note (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        invoice_id uuid not null,
        number text not null,
        party text not null,
        amount bigint not null,
        tax_amount bigint not null,
        reason text null,
        issued_at timestamptz(3) not null,
        issued_by uuid not null,
        primary key (id),
        constraint credit_note_number_unique unique (organization_id, number),
        constraint credit_note_invoice_id_foreign foreign key (invoice_id) references invoice (id),
        constraint credit_note_party_check check (party in ('PATIENT', 'PAYER')),
        constraint credit_note_amount_in_range check (amount > 0 and amount <= 9007199254740991),
        constraint credit_note_tax_within_amount check (tax_amount >= 0 and tax_amount <= amount)
      )
    `);
    this.addSql("create index credit_note_of_invoice on credit_note (organization_id, invoice_id, issued_at, id)");
    this.addSql(`
      create function refuse_issued_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then return new; end if;
        raise exception 'What was issued is not changed.' using errcode = 'restrict_violation';
      end $$
    `);
    this.addSql(`create trigger invoice_issued_stays before update or delete on invoice
      for each row when (old.number is not null)
      execute function refuse_issued_change('status', 'balance_amount', 'voided_at', 'void_reason', 'external_id',
        'claim_external_ids', 'version', 'updated_at')`);
    this.addSql(`create trigger credit_note_stays before update or delete on credit_note
      for each row execute function refuse_issued_change('reason', 'version', 'updated_at')`);
    this.addSql(`
      create function refuse_issued_line_change() returns trigger language plpgsql as $$
      begin
        if exists (select from invoice where id in (old.invoice_id, new.invoice_id) and number is not null) then
          raise exception 'What was issued is not changed.' using errcode = 'restrict_violation';
        end if;
        return coalesce(new, old);
      end $$
    `);
    this.addSql(`create trigger invoice_line_issued_stays before insert or update or delete on invoice_line
      for each row execute function refuse_issued_line_change()`);
    this.addSql(`
      create table provider_reference (
        organization_id uuid not null,
        provider_id uuid not null,
        specialties text[] not null,
        aggregate_version int not null,
        primary key (organization_id, provider_id)
      )
    `);
    this.addSql(`
      create table coverage_reference (
        organization_id uuid not null,
        coverage_id uuid not null,
        patient_id uuid not null,
        payer_id uuid not null,
        priority text not null,
        starts_on date not null,
        ends_on date null,
        aggregate_version int not null,
        primary key (organization_id, coverage_id)
      )
    `);
    this.addSql(
      "create index coverage_reference_of_patient on coverage_reference (organization_id, patient_id, starts_on)",
    );
  }
}
