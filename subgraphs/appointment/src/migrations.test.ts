import { randomUUID } from "node:crypto";
import { systemUserId } from "@careconnect/kit";
import { createTestDatabase, migrate, type TestDatabase } from "@careconnect/kit/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { organizationId } from "./booking/booking.fixture.ts";
import { appointmentSubgraph } from "./subgraph.ts";

// What the migrations that change rows make of rows that were there before them.
let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  const { migrations } = appointmentSubgraph;
  const before = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === "TellCauses"),
  );
  database = await createTestDatabase({ ...appointmentSubgraph, migrations: before, subjectRules: [] });
  orm = await MikroORM.init({
    ...{ clientUrl: database.ownerUrl, entities: [], discovery: { warnWhenNoEntities: false } },
  });
  for (const visit of Object.values(visits)) await addVisit(visit);
  for (const [index, wish] of Object.values(wishes).entries()) await addWish(wish, index);
  await addOffer();
  await migrate(appointmentSubgraph, {
    ...{ ownerUrl: database.ownerUrl, applicationRole: "test_appointment_app" },
    ...{ ownerIsApplication: false, broker: undefined },
  });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const [user, director, patientId, providerId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  orm.em.getConnection().execute(text, values);

interface Visit {
  readonly id: string;
  readonly imported: boolean;
  /** From the first status to the last, and who led to it. */
  readonly steps: readonly (readonly [status: string, by: string])[];
  readonly outcome: object | null;
}

const visit = (steps: Visit["steps"], outcome: object | null = null, imported = false): Visit => ({
  ...{ id: randomUUID(), imported, steps, outcome },
});
const fee = { amount: 2_500, currency: "EUR" };
const patients = { onBehalfOf: "PATIENT", late: true };
const calledOff = [
  ["BOOKED", user],
  ["CANCELLED", user],
] as const;
const visits = {
  late: visit(calledOff, { ...patients, fee, waivedBy: null }),
  waived: visit(calledOff, { ...patients, fee: null, waivedBy: director }),
  expired: visit([
    ["REQUESTED", user],
    ["CANCELLED", systemUserId],
  ]),
  imported: visit(calledOff, null, true),
  neverHeld: visit([
    ["BOOKED", user],
    ["CANCELLED", systemUserId],
  ]),
};

async function addVisit({ id, imported, steps, outcome }: Visit): Promise<void> {
  await sql(
    `insert into appointment (id, organization_id, created_at, updated_at, external_id, status, visit_type, starts_at,
       ends_at, patient_id, provider_id)
     values (?, ?, now(), now(), ?, ?, 'PHONE', now(), now() + interval '15 min', ?, ?)`,
    [id, organizationId, imported ? id : null, steps.at(-1)?.[0], randomUUID(), randomUUID()],
  );
  for (const [index, [status, by]] of steps.entries()) {
    await sql(
      `insert into appointment_status_change (id, organization_id, appointment_id, from_status, to_status, changed_at, actor_id)
       values (gen_random_uuid(), ?, ?, ?, ?, now() + ? * interval '1 second', ?)`,
      [organizationId, id, steps[index - 1]?.[0] ?? null, status, index, by],
    );
    await sql(
      `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
         occurred_at, actor_id, correlation_id, imported, payload)
       values (gen_random_uuid(), ?, ?, 1, 'Appointment', ?, ?, now(), ?, 'test', ?, ?)`,
      [
        ...[organizationId, `appointment.${status.toLowerCase()}`, id, index + 1, by, imported],
        JSON.stringify({ status, ...(status === "CANCELLED" && { cancellation: outcome }) }),
      ],
    );
  }
}

interface Wish {
  readonly id: string;
  readonly status: string;
  /** In hours from now. */
  readonly window: readonly [from: number, until: number];
}

/** The second overlaps the first and the third, which do not overlap each other. */
const wishes = {
  first: { id: randomUUID(), status: "WAITING", window: [20, 23] },
  second: { id: randomUUID(), status: "OFFERED", window: [22, 26] },
  third: { id: randomUUID(), status: "WAITING", window: [25, 28] },
} satisfies Record<string, Wish>;

/** @param index in the order in which they were joined */
async function addWish({ id, status, window: [from, until] }: Wish, index: number): Promise<void> {
  await sql(
    `insert into waitlist_entry (id, organization_id, created_at, updated_at, patient_id, provider_id, visit_type,
       wanted_from, wanted_until, joined_at, status)
     values (?, ?, now(), now(), ?, ?, 'PHONE', now() + ? * interval '1 hour', now() + ? * interval '1 hour',
       now() + ? * interval '1 second', ?)`,
    [id, organizationId, patientId, providerId, from, until, index, status],
  );
}

const addOffer = () =>
  sql(
    `insert into waitlist_offer (id, organization_id, created_at, updated_at, entry_id, patient_id, provider_id,
       visit_type, starts_at, ends_at, expires_at)
     values (gen_random_uuid(), ?, now(), now(), ?, ?, ?, 'PHONE', now() + interval '24 hours',
       now() + interval '24 hours 15 min', now() + interval '1 hour')`,
    [organizationId, wishes.second.id, patientId, providerId],
  );

const causesOf = async ({ id }: Visit) =>
  (await sql("select cause from appointment_status_change where appointment_id = ? order by changed_at", [id])).map(
    ({ cause }) => cause,
  );

it("tells the causes of the history: by what it went from and to, who did it, and whether it was imported", async () => {
  expect(await causesOf(visits.late)).toEqual(["BOOKED", "CANCELLED"]);
  expect(await causesOf(visits.expired)).toEqual(["HELD", "HOLD_EXPIRED"]);
  expect(await causesOf(visits.imported)).toEqual(["IMPORTED", "IMPORTED"]);
  expect(await causesOf(visits.neverHeld)).toEqual(["BOOKED", "UNRECORDED"]);
});

it("takes the history of a process that tells no causes yet", async () => {
  const { id } = visits.expired;
  await sql(
    `insert into appointment_status_change (id, organization_id, appointment_id, from_status, to_status, changed_at, actor_id)
     values (gen_random_uuid(), ?, ?, 'CANCELLED', 'BOOKED', now() + interval '1 minute', ?)`,
    [organizationId, id, user],
  );
  expect((await causesOf(visits.expired)).at(-1)).toBe("UNRECORDED");
});

it("keeps what came of calling a visit off, as the events told it", async () => {
  const kept = async ({ id }: Visit) =>
    (
      await sql(
        `select cancelled_on_behalf_of as party, cancelled_late as late, cancellation_fee_amount as amount,
           cancellation_fee_currency as currency, fee_waived_by as by from appointment where id = ?`,
        [id],
      )
    )[0];
  const late = { party: "PATIENT", late: true };
  expect(await kept(visits.late)).toEqual({ ...late, ...fee, by: null });
  expect(await kept(visits.waived)).toEqual({ ...late, amount: null, currency: null, by: director });
  for (const other of [visits.expired, visits.imported])
    expect(await kept(other)).toEqual({ party: null, late: null, amount: null, currency: null, by: null });
});

it("leaves of wishes that are the same the first, and takes back what the others were offered", async () => {
  const entries = await sql("select id, status, version from waitlist_entry");
  const statusOf = ({ id }: Wish) => entries.find((entry) => entry.id === id);
  expect(statusOf(wishes.first)).toMatchObject({ status: "WAITING", version: 1 });
  expect(statusOf(wishes.second)).toMatchObject({ status: "LEFT", version: 2 });
  expect(statusOf(wishes.third)).toMatchObject({ status: "WAITING", version: 1 });
  const [offer] = await sql("select outcome, starts_at from waitlist_offer");
  expect(offer).toMatchObject({ outcome: "WITHDRAWN" });
  expect(await sql("select provider_id, starts_at from freed_slot")).toEqual([
    { provider_id: providerId, starts_at: offer?.starts_at },
  ]);
});
