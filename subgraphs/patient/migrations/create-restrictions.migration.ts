import { Migration } from "@mikro-orm/migrations";

export class CreateRestrictions extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_restriction (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        patient_ids uuid[] not null,
        reason text null,
        restricted_by uuid not null,
        lifted_at timestamptz(3) null,
        lifted_by uuid null,
        lift_reason text null,
        primary key (id),
        constraint patient_restriction_lifted_by_somebody check ((lifted_at is null) = (lifted_by is null))
      )
    `);
    this.addSql(
      `create index "patient_restriction_organization_id_created_at_id_index" on "patient_restriction" ("organization_id", "created_at", "id")`,
    );
    this.addSql(
      `create unique index patient_restriction_in_force_unique on patient_restriction (patient_id) where lifted_at is null`,
    );
    this.addSql(
      `alter table "patient_restriction" add constraint "patient_restriction_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
  }
}
