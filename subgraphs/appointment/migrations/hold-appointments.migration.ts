import { Migration } from "@mikro-orm/migrations";

/** A visit that was asked for holds its time until an instant, and not for ever. */
export class HoldAppointments extends Migration {
  override up(): void {
    this.addSql("alter table appointment add column hold_expires_at timestamptz(3) null");
    this.addSql(
      `alter table appointment add constraint appointment_holds_what_is_asked_for check (hold_expires_at is null or status = 'REQUESTED')`,
    );
    this.addSql(
      "create index appointment_held on appointment (organization_id, hold_expires_at) where hold_expires_at is not null",
    );
  }
}
