import { Migration } from "@mikro-orm/migrations";

export class CreateReminders extends Migration {
  override up(): void {
    this.addSql(`
      create table appointment_reminder (
        organization_id uuid not null,
        appointment_id uuid not null,
        due_at timestamptz(3) not null,
        primary key (appointment_id, due_at),
        constraint appointment_reminder_appointment_id_foreign foreign key (appointment_id) references appointment (id)
      )
    `);
    this.addSql("create index appointment_reminder_due on appointment_reminder (due_at)");
    // Visits that were booked before there were reminders; those that were imported, their source reminds of.
    this.addSql(`
      insert into appointment_reminder (organization_id, appointment_id, due_at)
      select organization_id, id, starts_at - lead
      from appointment, unnest(array[interval '24 hours', interval '2 hours']) as lead
      where status in ('BOOKED', 'CONFIRMED') and external_id is null and starts_at - lead > now()
    `);
  }
}
