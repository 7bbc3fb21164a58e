import { propertySeed, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { staff } from "../booking/booking.fixture.ts";
import { lockRecords } from "../booking/calendar.lock.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { aliasConsumer } from "../references/alias.consumer.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { pick, randomOf } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

// Two processes of the subgraph, and one database.
let processes: readonly [TestSubgraph, TestSubgraph];
beforeAll(async () => {
  const first = await startTestSubgraph(appointmentSubgraph);
  processes = [first, await startTestSubgraph(appointmentSubgraph, { beside: first })];
});
afterAll(async () => {
  for (const process of [...processes].reverse()) await process.close();
});

/** Pairs of visits that take time, of two records that are one patient's, as the rows say. */
async function pairsOf(records: readonly string[], also = ""): Promise<string[]> {
  const rows = await processes[0].orm.em.getConnection().execute<{ pair: string }[]>(
    `select one.id || ' ' || other.id as pair
     from appointment one join appointment other on other.id <> one.id and other.starts_at < one.ends_at
       and one.starts_at < other.ends_at
     where one.status = 'BOOKED' and other.status = 'BOOKED' and one.patient_id = any('{${records.join()}}')
       and other.patient_id = any('{${records.join()}}') ${also} order by 1`,
  );
  return rows.map(({ pair }) => pair);
}

it("a visit that waits for the patient's calendar while a merge is undone is booked for the record that was named", async () => {
  const [old, current] = [await knownPatient(processes[0]), await knownPatient(processes[0])];
  const providerId = await knownProvider(processes[0]);
  const merge = { patientId: old, survivingId: current };
  await tell(processes[0], "patient.merged", { ...merge, endedAt: null }, { consumer: aliasConsumer });
  const waiting = async () => {
    const [row] = await processes[0].orm.em
      .getConnection()
      .execute<{ count: number }[]>(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event = 'advisory'",
      );
    return row?.count;
  };
  let booking: ReturnType<typeof command> | undefined;
  await processes[0].orm.em.fork().transactional(async (em) => {
    await lockRecords(em, [old, current]);
    const input = { patientId: old, providerId, startsAt: at("11:00"), visitType: "IN_PERSON" };
    booking = command(processes[1].query, staff, "bookAppointment", input);
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    // As the consumer does, which holds both calendars.
    await em.execute("update patient_alias set ended_at = now(), aggregate_version = 2 where patient_id = ?", [old]);
  });
  const answer = await booking;
  expect(answer?.userErrors).toEqual([]);
  const [visit] = await processes[0].orm.em
    .getConnection()
    .execute<{ patient_id: string }[]>("select patient_id from appointment where id = ?", [
      answer?.appointment?.id ?? null,
    ]);
  expect(visit?.patient_id).toBe(old);
});

it("of the visits that are booked for both records while they are merged, each overlap is refused or told of", async () => {
  const random = randomOf(propertySeed);
  const provider = await Promise.all(Array.from({ length: 8 }, () => knownProvider(processes[0])));
  let [refused, told] = [0, 0];
  for (let round = 0; round < 10; round += 1) {
    const [old, current] = [await knownPatient(processes[0]), await knownPatient(processes[0])];
    const booking = Array.from({ length: 12 }, (_, index) => ({
      patientId: index % 2 === 0 ? old : current,
      providerId: String(provider[index % provider.length]),
      startsAt: at(pick(random, ["09:00", "09:15", "09:30", "10:00"]), round),
      visitType: "IN_PERSON",
    }));
    // So many are asked for before the merge is told of, and so many of them are answered by then.
    const before = 6 + Math.floor(random() * 6);
    const answered = 1 + Math.floor(random() * before);
    const begin = Promise.withResolvers<void>();
    let done = 0;
    const book = async (input: object, index: number) => {
      const answer = await command(processes[index % 2 === 0 ? 0 : 1].query, staff, "bookAppointment", input);
      done += 1;
      if (done >= answered) begin.resolve();
      return answer;
    };
    const merging = async () => {
      await begin.promise;
      const merge = { patientId: old, survivingId: current, endedAt: null };
      await tell(processes[1], "patient.merged", merge, { consumer: aliasConsumer });
    };
    const [answers] = await Promise.all([Promise.all(booking.slice(0, before).map(book)), merging()]);
    const later = await Promise.all(booking.slice(before).map(book));
    refused += [...answers, ...later].filter((answer) => outcomeOf(answer) === "PATIENT_BUSY").length;

    const pairs = await pairsOf([old, current]);
    const { data } = await processes[0].query(
      staff,
      `{ appointments(first: 100, filter: { patientId: "${old}", overlapping: true }) { nodes { id overlapping { id } } } }`,
    );
    const shown = data.appointments.nodes.flatMap((node: { id: string; overlapping: { id: string }[] }) =>
      node.overlapping.map(({ id }) => `${node.id} ${id}`),
    );
    expect(shown.sort()).toEqual(pairs);
    told += pairs.length;
    // Whatever was booked once it was known overlaps nothing.
    const ids = later.flatMap(({ appointment }) => (appointment ? [`'${appointment.id}'`] : []));
    if (ids.length > 0) expect(await pairsOf([old, current], `and one.id in (${ids.join()})`)).toEqual([]);
  }
  expect(refused).toBeGreaterThan(0);
  expect(told).toBeGreaterThan(0);
}, 120_000);
