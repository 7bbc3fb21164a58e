import { Migration } from "@mikro-orm/migrations";

export class CreateConsultations extends Migration {
  override up(): void {
    this.addSql(`
      create table consultation (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        started_at timestamptz(3) not null,
        completed_at timestamptz(3) null,
        complaint text null,
        findings text null,
        assessment text null,
        plan text null,
        prescriptions text null,
        primary key (id),
        constraint consultation_appointment_id_unique unique (organization_id, appointment_id),
        constraint consultation_completed_after_start check (completed_at >= started_at),
        constraint consultation_complete_with_complaint check ((completed_at is null) = (complaint is null)),
        constraint consultation_appointment_id_foreign foreign key (appointment_id) references appointment (id)
      )
    `);
    // Visits for which nobody has come are looked for all the time, in every organization; there are few of them.
    this.addSql(`create index appointment_unattended on appointment (ends_at) where status in ('BOOKED', 'CONFIRMED')`);
  }
}
