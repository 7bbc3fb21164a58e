import type { BenchSystem } from "../system/bench.system.ts";
import { appointmentPrefix, periodDays } from "./specialty.rows.ts";

const pastPrefix = "bench-history-past-";

/**
 * Gives the visits to come a history of `times` as many that are over, instead of the one that they had. It goes straight
 * into the table: importing it would take an hour, and searches for free slots read nothing else of it.
 */
export async function setHistory(system: Pick<BenchSystem, "sql">, times: number): Promise<void> {
  await system.sql("appointment", "delete from appointment where external_id like $1", [`${pastPrefix}%`]);
  await system.sql(
    "appointment",
    `insert into appointment (
       id, organization_id, created_at, updated_at, external_id, status, visit_type, starts_at, ends_at, patient_id,
       provider_id, location_id
     )
     select
       gen_random_uuid(), organization_id, created_at, updated_at, $1 || past || '-' || external_id,
       case past % 10 when 0 then 'CANCELLED' when 5 then 'NO_SHOW' else 'FULFILLED' end, visit_type,
       starts_at - past * $2 * interval '1 day', ends_at - past * $2 * interval '1 day', patient_id, provider_id,
       location_id
     from appointment cross join generate_series(1, $3::int) as past
     where external_id like $4`,
    [pastPrefix, periodDays, times, `${appointmentPrefix}%`],
  );
  // What would happen by itself within minutes.
  await system.sql("appointment", "vacuum analyze appointment");
}
