import { Migration } from "@mikro-orm/migrations";

/** What came of calling a visit off; of those that were, the events have told it. */
export class KeepCancellations extends Migration {
  override up(): void {
    for (const column of [
      "cancelled_on_behalf_of text",
      "cancelled_late boolean",
      "cancellation_fee_amount int",
      "cancellation_fee_currency text",
      "fee_waived_by uuid",
    ]) {
      this.addSql(`alter table appointment add column ${column} null`);
    }
    this.addSql(`
      update appointment a set
        cancelled_on_behalf_of = told.outcome ->> 'onBehalfOf',
        cancelled_late = (told.outcome ->> 'late')::boolean,
        cancellation_fee_amount = (told.outcome -> 'fee' ->> 'amount')::int,
        cancellation_fee_currency = told.outcome -> 'fee' ->> 'currency',
        fee_waived_by = (told.outcome ->> 'waivedBy')::uuid
      from (
        select distinct on (aggregate_id) aggregate_id, payload -> 'cancellation' as outcome
        from outbox_event where type = 'appointment.cancelled' order by aggregate_id, aggregate_version desc
      ) told
      where told.aggregate_id = a.id and a.status = 'CANCELLED' and jsonb_typeof(told.outcome) = 'object'
    `);
    this.addSql(`
      alter table appointment add constraint appointment_cancellation check (
        (cancelled_on_behalf_of is null) = (cancelled_late is null)
        and (cancelled_on_behalf_of is null or status = 'CANCELLED')
        and num_nonnulls(cancellation_fee_amount, cancellation_fee_currency) in (0, 2)
        and (num_nulls(cancellation_fee_amount, fee_waived_by) = 2 or cancelled_late)
      )
    `);
  }
}
