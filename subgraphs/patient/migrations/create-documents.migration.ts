import { Migration } from "@mikro-orm/migrations";

export class CreateDocuments extends Migration {
  override up(): void {
    this.addSql(`
      create table document (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        appointment_id uuid null,
        category text not null,
        name text null,
        content_type text not null,
        size int not null,
        sha256 text null,
        file_key text null,
        state text not null,
        rejection text null,
        scan text null,
        added_by uuid not null,
        file_id uuid null,
        has_thumbnail boolean not null default false,
        upload_ends_at timestamptz(3) not null,
        upload_cleared_at timestamptz(3) null,
        check_at timestamptz(3) null,
        archived_at timestamptz(3) null,
        archive_reason text null,
        primary key (id),
        constraint document_has_a_size check (size > 0)
      )
    `);
    this.addSql(
      `create index "document_organization_id_patient_id_created_at_index" on "document" ("organization_id", "patient_id", "created_at")`,
    );
    this.addSql(
      `create index "document_organization_id_appointment_id_created_at_index" on "document" ("organization_id", "appointment_id", "created_at")`,
    );
    this.addSql("create index document_to_check on document (check_at) where check_at is not null");
    this.addSql("create index document_to_clear on document (upload_ends_at) where upload_cleared_at is null");
    this.addSql(
      `alter table "document" add constraint "document_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(`
      create table document_usage (
        organization_id uuid not null,
        bytes bigint not null,
        primary key (organization_id)
      )
    `);
  }
}
