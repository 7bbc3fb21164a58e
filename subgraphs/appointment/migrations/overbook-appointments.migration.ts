import { Migration } from "@mikro-orm/migrations";

/** A visit may be booked beside another of its provider when somebody decides so; the constraint knows which ones are. */
export class OverbookAppointments extends Migration {
  override up(): void {
    const takesTime = "status in ('REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS')";
    this.addSql("alter table appointment add column overbooked boolean not null default false");
    this.addSql("alter table appointment drop constraint appointment_provider_no_overlap");
    this.addSql("alter table appointment drop constraint appointment_patient_no_overlap");
    // Made in this order again: who finds both taken is told of the provider.
    this.addSql(`
      alter table appointment add constraint appointment_provider_no_overlap
      exclude using gist (provider_id with =, tstzrange(starts_at, ends_at) with &&)
      where (${takesTime} and not overbooked)
    `);
    this.addSql(`
      alter table appointment add constraint appointment_patient_no_overlap
      exclude using gist (patient_id with =, tstzrange(starts_at, ends_at) with &&) where (${takesTime})
    `);
    this.addSql(
      `create index appointment_overbooked on appointment (provider_id, starts_at) where overbooked and ${takesTime}`,
    );
  }
}
