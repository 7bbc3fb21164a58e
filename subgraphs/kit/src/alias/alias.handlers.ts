import { z } from "zod";
import { type EventHandler, handling } from "../inbox/consumer.definition.ts";
import { payloadRows } from "../inbox/payload.rows.ts";
import { boundOrganization } from "../persistence/row.ts";

const mergeFacts = z.object({
  patientId: z.uuid(),
  survivingId: z.uuid(),
  endedAt: z.iso.datetime().nullable(),
});

export type MergeFacts = z.output<typeof mergeFacts>;

/** Runs in the transaction of an event, before what it tells is known: for what nobody may do meanwhile. */
export type BeforeMerge = (em: Parameters<EventHandler>[0]["em"], merges: readonly MergeFacts[]) => Promise<void>;

/** Keeps {@link PatientAlias}. What is older never overwrites what is newer. */
export function patientAliasHandlers(before?: BeforeMerge): Readonly<Record<string, EventHandler>> {
  const apply = handling(mergeFacts, async ({ em }, events) => {
    await before?.(
      em,
      events.map(({ payload }) => payload),
    );
    await em.execute(
      `insert into patient_alias (organization_id, patient_id, surviving_id, ended_at, aggregate_version)
       select ?::uuid, "patientId", "survivingId", "endedAt", version
       from jsonb_to_recordset(?::jsonb) as merge (
         "patientId" uuid, "survivingId" uuid, "endedAt" timestamptz, version integer)
       on conflict (organization_id, patient_id) do update
         set surviving_id = excluded.surviving_id, ended_at = excluded.ended_at,
             aggregate_version = excluded.aggregate_version
         where patient_alias.aggregate_version <= excluded.aggregate_version`,
      [boundOrganization(em), payloadRows(events)],
    );
  });
  return { "patient.merged": apply, "patient.unmerged": apply };
}
