import { Migration } from "@mikro-orm/migrations";

export class CreatePatientMerges extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_alias (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        surviving_id uuid not null,
        ordinal int not null,
        merged_at timestamptz(3) not null,
        merged_by uuid not null,
        reason text null,
        ended_at timestamptz(3) null,
        ended_by uuid null,
        end_reason text null,
        primary key (id),
        constraint patient_alias_of_another check (patient_id <> surviving_id),
        constraint patient_alias_ended_by_somebody check ((ended_at is null) = (ended_by is null))
      )
    `);
    this.addSql(
      `create index "patient_alias_organization_id_surviving_id_index" on "patient_alias" ("organization_id", "surviving_id")`,
    );
    this.addSql(
      `create unique index patient_alias_active_unique on patient_alias (organization_id, patient_id) where ended_at is null`,
    );
    this.addSql(
      `alter table "patient_alias" add constraint "patient_alias_ordinal_unique" unique ("patient_id", "ordinal")`,
    );
    this.addSql(
      `alter table "patient_alias" add constraint "patient_alias_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(
      `alter table "patient_alias" add constraint "patient_alias_surviving_id_foreign" foreign key ("surviving_id") references "patient" ("id")`,
    );
  }
}
