import { Migration } from "@mikro-orm/migrations";

/**
 * Who does not tell a cause yet, as a process of the version before, books nevertheless: it is UNRECORDED. And of steps
 * that were there before causes were, those that an import made are told from what somebody did, and what the system
 * called off without a hold is no hold that expired.
 */
export class KeepCauses extends Migration {
  override up(): void {
    this.addSql("alter table appointment_status_change alter column cause set default 'UNRECORDED'");
    // Where somebody led to the same status once, too, the step may be theirs: it stays as it is.
    this.addSql(`
      update appointment_status_change change set cause = 'IMPORTED'
      where cause <> 'IMPORTED'
        and exists (
          select from outbox_event where aggregate_id = change.appointment_id
            and payload ->> 'status' = change.to_status and imported)
        and not exists (
          select from outbox_event where aggregate_id = change.appointment_id
            and payload ->> 'status' = change.to_status and not imported)
    `);
    this.addSql(`
      update appointment_status_change set cause = 'UNRECORDED'
      where cause = 'HOLD_EXPIRED' and from_status is distinct from 'REQUESTED'
    `);
  }
}
