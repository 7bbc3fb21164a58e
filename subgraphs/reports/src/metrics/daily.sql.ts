/** What an appointment adds to its day; `:zone` is the organization's. */
export const dayOfAppointment = (row: string): string => `
  (${row}.starts_at at time zone :zone::text)::date as day,
  1 as appointments,
  (${row}.status = 'FULFILLED')::int as fulfilled,
  (${row}.status = 'CANCELLED')::int as cancelled,
  0::bigint as revenue_amount`;

/**
 * What an invoice adds to a day: what was received for it, on the day on which it was paid, or on which it was issued
 * while it is paid in part. What is credited is not owed any more, and was not received. Invoices of another currency than the organization's cannot be added and are left out.
 */
export const dayOfInvoice = (row: string): string => `
  (case when ${row}.status = 'PAID' then coalesce(${row}.paid_at, ${row}.issued_at) else ${row}.issued_at end
    at time zone :zone::text)::date as day,
  0 as appointments, 0 as fulfilled, 0 as cancelled,
  case when ${row}.status in ('ISSUED', 'PAID', 'OVERDUE') and ${row}.currency = :currency::text
    then coalesce(${row}.received_amount, ${row}.total_amount - ${row}.balance_amount) else 0 end as revenue_amount`;

const isEmpty = "appointments = 0 and fulfilled = 0 and cancelled = 0 and revenue_amount = 0";

/** Changes the days by \`change\`: rows of (sign, day, what it adds), where what no longer holds has the sign −1. */
export const addChangeToDays = `
  insert into daily_metrics (organization_id, day, appointments, fulfilled, cancelled, revenue_amount)
  select :organization::uuid, day, appointments, fulfilled, cancelled, revenue_amount
  from (
    select day, sum(sign * appointments)::int as appointments, sum(sign * fulfilled)::int as fulfilled,
      sum(sign * cancelled)::int as cancelled, sum(sign * revenue_amount)::bigint as revenue_amount
    from change where day is not null group by day
  ) as delta
  where not (${isEmpty})
  on conflict (organization_id, day) do update set
    appointments = daily_metrics.appointments + excluded.appointments,
    fulfilled = daily_metrics.fulfilled + excluded.fulfilled,
    cancelled = daily_metrics.cancelled + excluded.cancelled,
    revenue_amount = daily_metrics.revenue_amount + excluded.revenue_amount
  returning day::text, (${isEmpty.replaceAll(/(\w+) = 0/g, "daily_metrics.$1 = 0")}) as empty`;

export const deleteEmptyDays = `
  delete from daily_metrics where organization_id = :organization and day = any(:days::date[]) and ${isEmpty}`;

/** All days of an organization, from its facts. */
export const computeDays = `
  insert into daily_metrics (organization_id, day, appointments, fulfilled, cancelled, revenue_amount)
  select :organization::uuid, day, sum(appointments), sum(fulfilled), sum(cancelled), sum(revenue_amount)
  from (
    select ${dayOfAppointment("a")} from appointment_fact a where a.organization_id = :organization
    union all
    select ${dayOfInvoice("i")} from invoice_fact i where i.organization_id = :organization
  ) as part
  where day is not null
  group by day
  having sum(appointments) <> 0 or sum(fulfilled) <> 0 or sum(cancelled) <> 0 or sum(revenue_amount) <> 0`;
