import { Migration } from "@mikro-orm/migrations";

export class CreateMedicationRequests extends Migration {
  override up(): void {
    this.addSql(`
      create table medication_request (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        appointment_id uuid null,
        prescriber_id uuid not null,
        status text not null,
        system text not null,
        code text not null,
        display text not null,
        dosage text null,
        quantity int not null,
        quantity_unit text null,
        repeats int not null,
        valid_from date not null,
        valid_until date null,
        ended_at timestamptz(3) null,
        cancel_reason text null,
        primary key (id),
        constraint medication_request_over_after_it_began check (valid_until >= valid_from),
        constraint medication_request_of_some check (quantity > 0 and repeats >= 0),
        constraint medication_request_active_or_ended check ((status = 'ACTIVE') = (ended_at is null))
      )
    `);
    this.addSql(
      `create index "medication_request_organization_id_patient_id_created_at_index" on "medication_request" ("organization_id", "patient_id", "created_at")`,
    );
    this.addSql(
      `create index "medication_request_by_appointment" on "medication_request" ("organization_id", "appointment_id", "created_at")`,
    );
    this.addSql(
      `alter table "medication_request" add constraint "medication_request_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
  }
}
