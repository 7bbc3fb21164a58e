import { Migration } from "@mikro-orm/migrations";

/** Exports of what is known of a patient, and the parts of those that can still be fetched. */
export class CreateExports extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_export (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        requested_by uuid not null,
        reason text null,
        status text not null default 'REQUESTED',
        access_token text null,
        access_ends_at timestamptz(3) not null,
        leased_until timestamptz(3) null,
        attempt int not null default 0,
        gathered text[] not null default '{}',
        failure text null,
        manifest text null,
        signature text null,
        expires_at timestamptz(3) null,
        primary key (id),
        constraint patient_export_ready_is_signed
          check (status <> 'READY' or num_nulls(manifest, signature, expires_at) = 0),
        constraint patient_export_keeps_no_token
          check (access_token is null or status in ('REQUESTED', 'GATHERING'))
      )
    `);
    this.addSql(
      `create index "patient_export_organization_id_patient_id_created_at_index" on "patient_export" ("organization_id", "patient_id", "created_at")`,
    );
    this.addSql(
      `create unique index patient_export_live_unique on patient_export (patient_id) where status in ('REQUESTED', 'GATHERING')`,
    );
    this.addSql(
      `create index patient_export_due on patient_export (leased_until) where status in ('REQUESTED', 'GATHERING')`,
    );
    this.addSql(`create index patient_export_expiry on patient_export (expires_at) where status = 'READY'`);
    this.addSql(
      `alter table "patient_export" add constraint "patient_export_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(`
      create table patient_export_part (
        id uuid not null,
        organization_id uuid not null,
        export_id uuid not null,
        subgraph text not null,
        position int not null,
        content text null,
        next_page text null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "patient_export_part" add constraint "patient_export_part_position_unique" unique ("export_id", "subgraph", "position")`,
    );
    this.addSql(
      `alter table "patient_export_part" add constraint "patient_export_part_export_id_foreign" foreign key ("export_id") references "patient_export" ("id") on delete cascade`,
    );
  }
}
