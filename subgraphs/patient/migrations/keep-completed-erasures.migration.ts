import { Migration } from "@mikro-orm/migrations";

/** What was certified of an erasure is as it was certified. */
export class KeepCompletedErasures extends Migration {
  override up(): void {
    this.addSql(`
      create function completed_erasure_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'an erasure that was completed is not changed' using errcode = 'integrity_constraint_violation';
      end $$
    `);
    this.addSql(`
      create trigger patient_erasure_completed_is_final before update or delete on patient_erasure
        for each row when (old.status = 'COMPLETED') execute function completed_erasure_stays()
    `);
  }
}
