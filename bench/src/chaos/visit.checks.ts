import { acknowledged, type Check, one, spoiling } from "./chaos.check.ts";

/** What became of the visits, and what clients were told. */
export const visitChecks: readonly Check[] = [
  {
    name: "every step was acknowledged in the end",
    look: async ({ visits }) => ({
      looked: visits.length,
      differences: visits.flatMap(({ index, course, halted }) =>
        halted === undefined ? [] : [`visit ${index} (${course}): ${halted}`],
      ),
    }),
    spoil: async (aftermath) => ({
      ...aftermath,
      visits: aftermath.visits.map((visit) => ({ ...visit, halted: "it was never answered" })),
    }),
  },
  {
    name: "nobody was told of a fault of ours: what is away is said to be away",
    async look({ clients }) {
      const told = clients.flatMap(({ setbacks }) => [...setbacks]);
      return {
        looked: told.reduce((sum, [, count]) => sum + count, 0),
        differences: told
          .filter(([what]) => what === "INTERNAL_SERVER_ERROR")
          .map(([what, count]) => `${what}, ${count} times`),
      };
    },
    spoil: async ({ staff, ...aftermath }) => ({
      ...{ ...aftermath, staff },
      clients: [{ ...staff, setbacks: new Map([["INTERNAL_SERVER_ERROR", 1]]) }],
    }),
  },
  {
    name: "each acknowledged booking exists, as it was acknowledged",
    async look({ system, visits }) {
      const rows = await system.sql<{ id: string; status: string }>(
        "appointment",
        "select id, status from appointment",
      );
      const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
      const booked = acknowledged(visits);
      return {
        looked: booked.length,
        differences: booked
          .filter(({ appointmentId, status }) => statusOf.get(appointmentId) !== status)
          .map(
            (visit) =>
              `appointment ${visit.appointmentId} is ${statusOf.get(visit.appointmentId)}, not ${visit.status}`,
          ),
      };
    },
    spoil: spoiling("appointment", ({ visits }) => `delete from appointment where id = ${one(visits, () => true)}`),
  },
  {
    name: "each patient has one booking",
    async look({ system, visits }) {
      const rows = await system.sql<{ patient_id: string; count: number }>(
        "appointment",
        `select patient_id, count(*)::int as count from appointment where patient_id in
           (select patient_id from appointment where id = any($1)) group by patient_id having count(*) > 1`,
        [acknowledged(visits).map(({ appointmentId }) => appointmentId)],
      );
      return {
        looked: visits.length,
        differences: rows.map(({ patient_id, count }) => `patient ${patient_id} has ${count} bookings`),
      };
    },
    spoil: spoiling(
      "appointment",
      ({ visits }) => `insert into appointment select (jsonb_populate_record(twice,
        jsonb_build_object('id', gen_random_uuid(), 'number', null, 'starts_at', starts_at + interval '1 year', 'ends_at', ends_at + interval '1 year'))).*
        from appointment twice where id = ${one(visits, ({ course }) => course === "kept")}`,
    ),
  },
  {
    name: "each step of a booking happened once",
    async look({ system, visits }) {
      const booked = acknowledged(visits).map(({ appointmentId }) => appointmentId);
      const steps = await system.sql<{ appointment_id: string; to_status: string }>(
        "appointment",
        `select appointment_id, to_status from appointment_status_change where appointment_id = any($1)
         group by appointment_id, to_status having count(*) > 1`,
        [booked],
      );
      return {
        looked: booked.length,
        differences: steps.map((step) => `appointment ${step.appointment_id} became ${step.to_status} more than once`),
      };
    },
    spoil: spoiling(
      "appointment",
      ({ visits }) => `insert into appointment_status_change select (jsonb_populate_record(twice,
        jsonb_build_object('id', gen_random_uuid()))).* from appointment_status_change twice
        where appointment_id = ${one(visits, ({ course }) => course === "kept")}`,
    ),
  },
];
