import { Migration } from "@mikro-orm/migrations";

/** What was withdrawn can be made anew, and drafts follow what is told of coverages and specialties after their visit. */
export class ReplaceInvoices extends Migration {
  override up(): void {
    this.addSql("alter table invoice add column replaces_id uuid null");
    this.addSql("alter table invoice add column visit_type text null");
    this.addSql("alter table invoice add column provider_id uuid null");
    this.addSql("alter table invoice add column auto_priced boolean not null default false");
    this.addSql(
      "alter table invoice add constraint invoice_visit_type_check check (visit_type in ('IN_PERSON', 'VIDEO', 'PHONE'))",
    );
    this.addSql("alter table invoice add constraint invoice_replaces_unique unique (organization_id, replaces_id)");
    this.addSql("alter table invoice drop constraint invoice_cause_unique");
    this.addSql(
      "create unique index invoice_cause_unique on invoice (organization_id, appointment_id, cause) where status <> 'VOID'",
    );
    this.addSql("create index invoice_auto_priced on invoice (organization_id, patient_id) where auto_priced");
    this.addSql("alter table coverage_reference add column plan text null");
  }
}
