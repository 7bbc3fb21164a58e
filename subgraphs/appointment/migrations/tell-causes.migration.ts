import { Migration } from "@mikro-orm/migrations";

/** What made each step of the history: of steps that were there before, what they went from and to tells it. */
export class TellCauses extends Migration {
  override up(): void {
    this.addSql("alter table appointment_status_change add column cause text null");
    this.addSql(`
      update appointment_status_change change set cause = case
        when from_status is null and a.external_id is not null then 'IMPORTED'
        when from_status is null and to_status = 'REQUESTED' then 'HELD'
        when from_status is null and to_status = 'BOOKED' and change.reason is not null then 'OVERBOOKED'
        when from_status is null and to_status = 'BOOKED' then 'BOOKED'
        when to_status = from_status and to_status in ('BOOKED', 'CONFIRMED') then 'RESCHEDULED'
        when to_status = 'CONFIRMED' and from_status in ('REQUESTED', 'BOOKED') then 'CONFIRMED'
        when to_status = 'CHECKED_IN' and from_status in ('BOOKED', 'CONFIRMED', 'NO_SHOW') then 'CHECKED_IN'
        when to_status = 'IN_PROGRESS' and from_status in ('BOOKED', 'CONFIRMED', 'CHECKED_IN') then 'STARTED'
        when to_status = 'FULFILLED' and from_status = 'IN_PROGRESS' then 'COMPLETED'
        when to_status = 'NO_SHOW' and actor_id = '00000000-0000-7000-8000-000000000000' then 'MISSED'
        when to_status = 'CANCELLED' and actor_id = '00000000-0000-7000-8000-000000000000' then 'HOLD_EXPIRED'
        when to_status = 'CANCELLED' and from_status in ('REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN') then 'CANCELLED'
        else 'IMPORTED'
      end
      from appointment a where a.id = change.appointment_id
    `);
    this.addSql("alter table appointment_status_change alter column cause set not null");
  }
}
