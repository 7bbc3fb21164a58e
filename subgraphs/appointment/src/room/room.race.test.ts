import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectSubscriber, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appointmentSubgraph } from "../subgraph.ts";
import { type SubgraphProcess, startSubgraphProcess } from "../testing/subgraph.process.ts";
import { linkOf, roomCommand, seatIn, videoVisit } from "./room.fixture.ts";

// Patient and provider are served by two processes of the subgraph over one database.
let appointments: TestSubgraph;
let folder: string;
let processes: [SubgraphProcess, SubgraphProcess];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  folder = mkdtempSync(join(tmpdir(), "careconnect-room-"));
  processes = [await startSubgraphProcess(appointments, folder), await startSubgraphProcess(appointments, folder)];
}, 120_000);
afterAll(async () => {
  await Promise.all(processes.map((running) => running.stop()));
  await appointments.close();
  rmSync(folder, { recursive: true, force: true });
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);
const changes =
  "subscription ($seat: ID!) { change: visitRoomChanged(seat: $seat) { signals room { peer admitted } } }";

it("one process tells the other's browser what its own says, each signal once", async () => {
  const { id, patient, doctor } = await videoVisit(appointments);
  const [ofPatient, ofDoctor] = processes;
  const patientSeat = await seatIn(ofPatient.query, patient, id);
  const subscriber = await connectSubscriber({ url: ofPatient.url, issuer: appointments.issuer }, patient);
  try {
    const waiting = await subscriber.subscribe(changes, { seat: patientSeat });
    const doctorSeat = await seatIn(ofDoctor.query, doctor, id);
    await roomCommand(ofDoctor.query, doctor, "admitToVisitRoom", { seat: doctorSeat });
    for (let number = 1; number <= 10; number += 1) {
      const { query } = processes[number % 2 === 0 ? 0 : 1];
      const sent = await roomCommand(query, doctor, "sendVisitSignal", { seat: doctorSeat, payload: `${number}` });
      expect(sent.userErrors).toEqual([]);
    }
    const told = () => waiting.events.flatMap(({ data }) => data?.change.signals ?? []);
    await expect.poll(told, { timeout: 15_000 }).toEqual(Array.from({ length: 10 }, (_, index) => `${index + 1}`));
    expect(waiting.events.at(-1)?.data?.change.room).toEqual({ peer: doctorSeat, admitted: true });
    expect(await sql("select 1 as one from visit_signal")).toEqual([]);
  } finally {
    await subscriber.close();
  }
}, 60_000);

it("however many join and let in at once, there is one room, one seat for each side and one admission", async () => {
  const { id, patient, doctor } = await videoVisit(appointments);
  const link = await linkOf(processes[0].query, patient, id);
  const joined = await Promise.all(
    Array.from({ length: 10 }, (_, turn) =>
      roomCommand(processes[turn % 2 === 0 ? 0 : 1].query, patient, "joinVisitRoom", { link }),
    ),
  );
  expect(joined.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  const doctorSeat = await seatIn(processes[1].query, doctor, id);
  const admitted = await Promise.all(
    Array.from({ length: 10 }, (_, turn) =>
      roomCommand(processes[turn % 2 === 0 ? 0 : 1].query, doctor, "admitToVisitRoom", { seat: doctorSeat }),
    ),
  );
  for (const { visitRoom, userErrors } of admitted) expect([visitRoom?.admitted, userErrors]).toEqual([true, []]);
  const rooms = await sql(`select id, patient_seat from visit_room where appointment_id = '${id}'`);
  expect(rooms).toHaveLength(1);
  expect(
    await sql(
      `select 1 as one from outbox_event where type = 'visit_room.admitted' and aggregate_id = '${rooms[0]?.id}'`,
    ),
  ).toHaveLength(1);
}, 60_000);
