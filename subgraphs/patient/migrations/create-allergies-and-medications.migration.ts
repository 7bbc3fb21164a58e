import { Migration } from "@mikro-orm/migrations";

export class CreateAllergiesAndMedications extends Migration {
  override up(): void {
    this.addSql(`
      create table allergy (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        system text not null,
        code text not null,
        display text not null,
        category text null,
        criticality text null,
        reaction text null,
        onset date null,
        abatement date null,
        primary key (id),
        constraint allergy_over_after_it_began check (abatement >= onset)
      )
    `);
    this.addSql(
      `create index "allergy_organization_id_patient_id_onset_index" on "allergy" ("organization_id", "patient_id", "onset")`,
    );
    this.addSql(
      "create unique index allergy_active_unique on allergy (patient_id, system, code) where abatement is null",
    );
    this.addSql(
      `alter table "allergy" add constraint "allergy_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(`
      create table medication (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        system text not null,
        code text not null,
        display text not null,
        dosage text null,
        started_on date null,
        stopped_on date null,
        primary key (id),
        constraint medication_stopped_after_it_started check (stopped_on >= started_on)
      )
    `);
    this.addSql(
      `create index "medication_organization_id_patient_id_started_on_index" on "medication" ("organization_id", "patient_id", "started_on")`,
    );
    this.addSql(
      `alter table "medication" add constraint "medication_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
  }
}
