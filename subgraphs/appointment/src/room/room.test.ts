import { createHmac, randomUUID } from "node:crypto";
import { boundEntityManager, Role, type TaskServices } from "@careconnect/kit";
import {
  altered,
  connectSubscriber,
  startTestSubgraph,
  type TestSubgraph,
  type TestSubscriber,
  type TestSubscription,
  type TestViewer,
} from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { admin, hoursFromNow, organizationId, patientUser, staff, stranger } from "../booking/booking.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { linkOf, type RoomAnswer, roomCommand, seatIn, type VideoVisit, videoVisit } from "./room.fixture.ts";
import { createLink } from "./room.link.ts";
import { readRoomSettings, useRoomSettings } from "./room.settings.ts";
import { RoomSide } from "./room.side.ts";
import { roomTask } from "./room.task.ts";
import { VisitRoomRow } from "./visit-room.entity.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(statement);
const link = (viewer: TestViewer, id = visit.id) => linkOf(appointments.query, viewer, id);
const seat = (viewer: TestViewer, id = visit.id) => seatIn(appointments.query, viewer, id);
const command = (viewer: TestViewer, name: Parameters<typeof roomCommand>[2], input: object) =>
  roomCommand(appointments.query, viewer, name, input);
const join = (viewer: TestViewer, input: object) => command(viewer, "joinVisitRoom", input);
const codes = ({ userErrors }: RoomAnswer) => userErrors.map(({ code, field }) => `${code} ${field.join(".")}`);

let visit: VideoVisit;
beforeEach(async () => {
  visit = await videoVisit(appointments);
});

const connected: TestSubscriber[] = [];
afterEach(async () => {
  for (const subscriber of connected.splice(0)) await subscriber.close();
  await appointments.database.asOwner("delete from visit_signal");
});

async function follow(viewer: TestViewer, seatId: string): Promise<TestSubscription> {
  const subscriber = await connectSubscriber(appointments, viewer);
  connected.push(subscriber);
  return subscriber.subscribe(
    "subscription ($seat: ID!) { change: visitRoomChanged(seat: $seat) { signals room { seat peer admitted } } }",
    { seat: seatId },
  );
}

/** Patient and provider in the room, the patient let in. */
async function met() {
  const [patientSeat, doctorSeat] = [await seat(visit.patient), await seat(visit.doctor)];
  expect(codes(await command(visit.doctor, "admitToVisitRoom", { seat: doctorSeat }))).toEqual([]);
  return { patientSeat, doctorSeat };
}

describe("joinUrl", () => {
  const ask = async (viewer: TestViewer, id = visit.id) => {
    const { data } = await appointments.query(
      viewer,
      `query ($id: ID!) { appointment(id: $id) { consultation { id startedAt joinUrl joinableFrom } } }`,
      { id },
    );
    return data?.appointment?.consultation;
  };

  it("is there for the visit's patient and its provider before it starts, each with a link of their own", async () => {
    const [patients, doctors] = [await ask(visit.patient), await ask(visit.doctor)];
    const page = `${new URL(appointments.issuer.issuer).origin}/visit/${visit.id}#`;
    expect(patients).toMatchObject({ startedAt: null, joinUrl: expect.stringContaining(page) });
    expect(doctors.joinUrl).toContain(page);
    expect(doctors.id).toBe(patients.id);
    expect(doctors.joinUrl).not.toBe(patients.joinUrl);
    expect((await join(visit.patient, { link: await link(visit.patient) })).visitRoom?.side).toBe("PATIENT");
    expect((await join(visit.doctor, { link: await link(visit.doctor) })).visitRoom?.side).toBe("PROVIDER");
  });

  it("says nothing of anybody in the address, whose link no server is sent", async () => {
    const { joinUrl } = await ask(visit.patient);
    const { pathname, search, hash } = new URL(joinUrl);
    expect({ pathname, search }).toEqual({ pathname: `/visit/${visit.id}`, search: "" });
    expect(Buffer.from(hash.split(".").at(-1) ?? "", "base64url").toString("latin1")).not.toMatch(/PATIENT|0199a000/);
  });

  it("is null for who reads the visit and is no side of it, or may not read it", async () => {
    for (const viewer of [nurse, admin]) expect(await ask(viewer)).toMatchObject({ joinUrl: null });
    for (const viewer of [staff, patientUser("somebody"), stranger])
      expect((await ask(viewer))?.joinUrl ?? null).toBeNull();
  });

  it.each([
    ["for visits that are not by video", { visitType: "PHONE" }],
    ["before the room opens", { startsAt: hoursFromNow(16 / 60), endsAt: hoursFromNow(1) }],
    ["after it has closed", { status: "IN_PROGRESS", startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-4.1) }],
    ["for a visit that was called off", { status: "CANCELLED" }],
    [
      "for a visit to which nobody came",
      { status: "NO_SHOW", startsAt: hoursFromNow(-0.2), endsAt: hoursFromNow(-0.1) },
    ],
  ])("is null %s", async (_when, row) => {
    visit = await videoVisit(appointments, row);
    for (const viewer of [visit.patient, visit.doctor]) expect((await ask(viewer))?.joinUrl ?? null).toBeNull();
  });

  it("leads into the room of a visit that began late and goes on after its end", async () => {
    visit = await videoVisit(appointments, {
      ...{ status: "IN_PROGRESS", startsAt: hoursFromNow(-2), endsAt: hoursFromNow(-1.5) },
    });
    for (const viewer of [visit.patient, visit.doctor]) expect((await ask(viewer))?.joinUrl).toContain("/visit");
  });

  it("belongs to the same consultation after the visit has begun", async () => {
    const before = await ask(visit.doctor);
    const { data } = await appointments.query(
      visit.doctor,
      `mutation ($id: ID!) { startConsultation(input: { id: $id }) { consultation { id startedAt joinUrl } } }`,
      { id: visit.id },
    );
    expect(data.startConsultation.consultation).toMatchObject({
      id: before.id,
      startedAt: expect.any(String),
      joinUrl: expect.any(String),
    });
  });

  it("is a vendor's, where one is configured, and names no record there", async () => {
    const env = { VIDEO_VENDOR_URL: "https://video.example/{room}?as={side}" };
    useRoomSettings(readRoomSettings(env, appointments.issuer.issuer));
    try {
      const [patients, doctors] = [await ask(visit.patient), await ask(visit.doctor)];
      expect(patients.joinUrl).toMatch(/^https:\/\/video\.example\/[\w-]{43}\?as=patient$/);
      expect(doctors.joinUrl).toBe(patients.joinUrl.replace("patient", "provider"));
    } finally {
      useRoomSettings(readRoomSettings({}, appointments.issuer.issuer));
    }
  });
});

describe("a link", () => {
  const made = (changes: object = {}) =>
    createLink({
      ...{ organizationId, appointmentId: visit.id, side: RoomSide.PATIENT },
      ...{ expiresAt: new Date(Date.now() + 60_000), ...changes },
    });

  it("that was altered, cut off or sealed for something else is none", async () => {
    const whole = made();
    for (const link of [altered(whole), whole.slice(0, 40), "v3.k1.AAAA", "x"])
      expect(codes(await join(visit.patient, { link }))).toEqual(["ROOM_LINK_INVALID link"]);
    expect(await sql(`select 1 as one from visit_room where appointment_id = '${visit.id}'`)).toEqual([]);
  });

  it("that has expired is refused, and a new one is good", async () => {
    expect(codes(await join(visit.patient, { link: made({ expiresAt: new Date(Date.now() - 1) }) }))).toEqual([
      "ROOM_LINK_EXPIRED link",
    ]);
    expect(codes(await join(visit.patient, { link: await link(visit.patient) }))).toEqual([]);
  });

  it("opens nothing to another patient, another provider, the clinic or another organization", async () => {
    const whole = made();
    const colleague = { ...visit.doctor, providerId: randomUUID() };
    for (const other of [patientUser("somebody"), colleague]) {
      expect(codes(await join(other, { link: whole }))).toEqual(["NOT_FOUND link"]);
    }
    for (const other of [staff, nurse, admin, stranger])
      await expect(join(other, { link: whole })).rejects.toThrow("FORBIDDEN");
    const namesake = { ...visit.patient, organizationId: stranger.organizationId };
    expect(codes(await join(namesake, { link: whole }))).toEqual(["NOT_FOUND link"]);
  });

  it("of the other side opens nothing either", async () => {
    expect(codes(await join(visit.patient, { link: made({ side: RoomSide.PROVIDER }) }))).toEqual(["NOT_FOUND link"]);
    expect(codes(await join(visit.doctor, { link: made() }))).toEqual(["NOT_FOUND link"]);
  });

  it("made in time opens nothing once the visit was moved away or called off", async () => {
    const whole = made();
    await appointments.database.asOwner(
      `update appointment set starts_at = now() + interval '1 day', ends_at = now() + interval '25 hours' where id = '${visit.id}'`,
    );
    expect(codes(await join(visit.patient, { link: whole }))).toEqual(["ROOM_NOT_OPEN link"]);
    await appointments.database.asOwner(`update appointment set status = 'CANCELLED' where id = '${visit.id}'`);
    expect(codes(await join(visit.patient, { link: whole }))).toEqual(["ROOM_CLOSED link"]);
  });
});

describe("a room", () => {
  it("shows its provider who waits, and lets them in", async () => {
    const patientSeat = await seat(visit.patient);
    const waiting = await follow(visit.patient, patientSeat);
    const doctorSeat = await seat(visit.doctor);
    const [, seesDoctor] = await waiting.arrived(2);
    expect(seesDoctor?.data?.change.room).toEqual({ seat: patientSeat, peer: doctorSeat, admitted: false });
    const admitted = await command(visit.doctor, "admitToVisitRoom", { seat: doctorSeat });
    expect(admitted.visitRoom).toMatchObject({ side: "PROVIDER", peer: patientSeat, admitted: true });
    const [, , letIn] = await waiting.arrived(3);
    expect(letIn?.data?.change.room.admitted).toBe(true);
  });

  it("is not the patient's to open, nor is anybody let in who is not there", async () => {
    const patientSeat = await seat(visit.patient);
    await expect(command(visit.patient, "admitToVisitRoom", { seat: patientSeat })).rejects.toThrow("FORBIDDEN");
    await command(visit.patient, "leaveVisitRoom", { seat: patientSeat });
    const doctorSeat = await seat(visit.doctor);
    expect(codes(await command(visit.doctor, "admitToVisitRoom", { seat: doctorSeat }))).toEqual(["NOBODY_THERE seat"]);
  });

  it("takes nothing from a seat that is somebody else's", async () => {
    const { patientSeat, doctorSeat } = await met();
    const other = patientUser("somebody");
    for (const name of ["sendVisitSignal", "leaveVisitRoom"] as const) {
      const input = { seat: patientSeat, ...(name === "sendVisitSignal" && { payload: "x" }) };
      for (const viewer of [other, visit.doctor])
        expect(codes(await command(viewer, name, input))).toEqual(["NOT_FOUND seat"]);
    }
    expect(codes(await command(visit.doctor, "admitToVisitRoom", { seat: patientSeat }))).toEqual(["NOT_FOUND seat"]);
    for (const viewer of [other, visit.patient]) {
      const refused = await follow(viewer, doctorSeat);
      expect(await refused.ended).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: ["seat"] } }]);
    }
  });

  it("has one window for each side: the latest, and a lost connection comes back to its own", async () => {
    const first = await seat(visit.patient);
    const followed = await follow(visit.patient, first);
    const again = await join(visit.patient, { link: await link(visit.patient), seat: first });
    expect(again.visitRoom?.seat).toBe(first);
    const second = await seat(visit.patient);
    expect(second).not.toBe(first);
    const [, putOut] = await followed.arrived(2);
    expect(putOut?.data?.change.room.seat).toBe(second);
    const late = await join(visit.patient, { link: await link(visit.patient), seat: first });
    expect(codes(late)).toEqual(["SEAT_TAKEN seat"]);
  });

  it("has a patient who left wait again, and one who only reloads the page not", async () => {
    await met();
    const reloaded = await join(visit.patient, { link: await link(visit.patient) });
    expect(reloaded.visitRoom?.admitted).toBe(true);
    await command(visit.patient, "leaveVisitRoom", { seat: reloaded.visitRoom?.seat });
    expect((await join(visit.patient, { link: await link(visit.patient) })).visitRoom?.admitted).toBe(false);
  });

  it("tells each step as an event of ids alone, and writes down who took it for which patient", async () => {
    const { patientSeat } = await met();
    await command(visit.patient, "leaveVisitRoom", { seat: patientSeat });
    const [room] = await sql(`select id from visit_room where appointment_id = '${visit.id}'`);
    const { patientId } = visit.patient;
    const told = { appointmentId: visit.id, patientId, providerId: visit.doctor.providerId };
    expect(
      await sql(`select type, payload from outbox_event where aggregate_id = '${room?.id}' order by sequence`),
    ).toEqual([
      { type: "visit_room.entered", payload: { ...told, side: "PATIENT" } },
      { type: "visit_room.entered", payload: { ...told, side: "PROVIDER" } },
      { type: "visit_room.admitted", payload: { ...told, side: "PROVIDER" } },
      { type: "visit_room.left", payload: { ...told, side: "PATIENT" } },
    ]);
    expect(
      await sql(
        `select actions, outcome, subject_ids from audit_entry where '${room?.id}' = any(entity_ids) order by occurred_at, id`,
      ),
    ).toEqual(
      ["join", "join", "admit", "leave"].map((action) => ({
        ...{ actions: [`visit_room.${action}`], outcome: "ALLOWED", subject_ids: [patientId] },
      })),
    );
  });
});

describe("a signal", () => {
  const payload = JSON.stringify({ candidate: "candidate:1 1 udp 2122 192.0.2.77 50000 typ host" });

  it("reaches the other browser in order, once, and is kept nowhere", async () => {
    const { patientSeat, doctorSeat } = await met();
    const patients = await follow(visit.patient, patientSeat);
    await patients.arrived(1);
    const [, doctors] = [
      await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload }),
      await follow(visit.doctor, doctorSeat),
    ];
    for (const number of [2, 3])
      await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload: `number ${number}` });
    await command(visit.patient, "sendVisitSignal", { seat: patientSeat, payload: "answer" });
    const toldTo = (subscription: TestSubscription) =>
      subscription.events.flatMap(({ data }) => (data?.change.signals as string[]) ?? []);
    await expect.poll(() => toldTo(patients), { timeout: 10_000 }).toEqual([payload, "number 2", "number 3"]);
    await expect.poll(() => toldTo(doctors), { timeout: 10_000 }).toEqual(["answer"]);
    expect(await sql("select count(*)::int as rows from visit_signal")).toEqual([{ rows: 0 }]);
    for (const table of ["outbox_event", "audit_entry", "idempotency_record", "visit_room"])
      expect(await sql(`select 1 as one from ${table} t where t::text like '%192.0.2.77%'`)).toEqual([]);
  });

  it("lies sealed in a table that no write-ahead log has, until it is fetched", async () => {
    const { doctorSeat } = await met();
    await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload, idempotencyKey: randomUUID() });
    const [row] = await sql("select payload from visit_signal");
    expect(row?.payload).toMatch(/^v2\./);
    expect(await sql("select relpersistence from pg_class where relname = 'visit_signal'")).toEqual([
      { relpersistence: "u" },
    ]);
    expect(await sql("select 1 as one from idempotency_record t where t::text like '%192.0.2.77%'")).toEqual([]);
  });

  it("is refused before the patient was let in, and when nobody is there", async () => {
    const patientSeat = await seat(visit.patient);
    expect(codes(await command(visit.patient, "sendVisitSignal", { seat: patientSeat, payload }))).toEqual([
      "NOT_ADMITTED seat",
    ]);
    const doctorSeat = await seat(visit.doctor);
    await command(visit.doctor, "admitToVisitRoom", { seat: doctorSeat });
    await command(visit.doctor, "leaveVisitRoom", { seat: doctorSeat });
    expect(codes(await command(visit.patient, "sendVisitSignal", { seat: patientSeat, payload }))).toEqual([
      "NOBODY_THERE seat",
    ]);
  });

  it("has 16,384 characters at most; 50 wait, and 120 are sent in a minute", async () => {
    const { patientSeat, doctorSeat } = await met();
    const send = async (viewer: TestViewer, seatId: string, text: string) =>
      codes(await command(viewer, "sendVisitSignal", { seat: seatId, payload: text }))[0] ?? "sent";
    expect(await send(visit.doctor, doctorSeat, "x".repeat(16_385))).toBe("VALIDATION_FAILED payload");
    expect(await send(visit.doctor, doctorSeat, "x".repeat(16_384))).toBe("sent");
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => send(visit.doctor, doctorSeat, "x")));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(49);
    expect(new Set(outcomes)).toEqual(new Set(["sent", "SIGNAL_LIMIT seat"]));
    await appointments.database.asOwner("delete from visit_signal");
    await appointments.database.asOwner(`update visit_room set signals = 119 where patient_seat = '${patientSeat}'`);
    expect(await send(visit.patient, patientSeat, "x")).toBe("sent");
    expect(await send(visit.patient, patientSeat, "x")).toBe("SIGNAL_LIMIT seat");
    await appointments.database.asOwner(
      `update visit_room set signals_from = now() - interval '61 seconds' where patient_seat = '${patientSeat}'`,
    );
    expect(await send(visit.patient, patientSeat, "x")).toBe("sent");
  });
});

describe("what nobody takes leave of", () => {
  const run = () => roomTask.run({ orm: appointments.orm, signal: new AbortController().signal } as TaskServices);
  const roomRow = () =>
    boundEntityManager(appointments.orm, organizationId).findOne(VisitRoomRow, { appointmentId: visit.id });

  it("a window that was not heard of for 45 seconds has left, and the other side is told", async () => {
    const { patientSeat, doctorSeat } = await met();
    const doctors = await follow(visit.doctor, doctorSeat);
    await doctors.arrived(1);
    await run();
    expect(await roomRow()).toMatchObject({ patientSeat });
    await appointments.database.asOwner(
      `update visit_room set patient_seen_at = now() - interval '46 seconds' where patient_seat = '${patientSeat}'`,
    );
    await run();
    expect(await roomRow()).toMatchObject({ patientSeat: null, admittedAt: null, providerSeat: doctorSeat });
    const events = await doctors.arrived(2);
    expect(events.at(-1)?.data?.change.room).toMatchObject({ peer: null, admitted: false });
  });

  it("an open window says so by itself", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const patientSeat = await seat(visit.patient);
      const patients = await follow(visit.patient, patientSeat);
      await patients.arrived(1);
      await appointments.database.asOwner(
        `update visit_room set patient_seen_at = now() - interval '40 seconds' where patient_seat = '${patientSeat}'`,
      );
      await vi.advanceTimersByTimeAsync(15_000);
      await expect
        .poll(async () => Date.now() - Number((await roomRow())?.patientSeenAt), { timeout: 5_000 })
        .toBeLessThan(10_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is closed for whoever sits in it when the visit is over, called off or moved away", async () => {
    for (const change of [
      "status = 'FULFILLED'",
      "status = 'CANCELLED'",
      "starts_at = now() + interval '1 day', ends_at = now() + interval '25 hours'",
    ]) {
      visit = await videoVisit(appointments);
      const { doctorSeat } = await met();
      await appointments.database.asOwner(`update appointment set ${change} where id = '${visit.id}'`);
      expect(codes(await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload: "x" }))).toEqual([
        "ROOM_CLOSED seat",
      ]);
    }
  });

  it("signals that nobody fetched within a minute, and rooms that are closed, are gone", async () => {
    const { doctorSeat } = await met();
    await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload: "x" });
    await run();
    expect(await sql("select 1 as one from visit_signal")).toHaveLength(1);
    await appointments.database.asOwner("update visit_signal set sent_at = now() - interval '61 seconds'");
    await run();
    expect(await sql("select 1 as one from visit_signal")).toEqual([]);
    await appointments.database.asOwner(`update visit_room set closes_at = now() where appointment_id = '${visit.id}'`);
    expect(codes(await command(visit.doctor, "sendVisitSignal", { seat: doctorSeat, payload: "x" }))).toEqual([
      "ROOM_CLOSED seat",
    ]);
    await run();
    expect(await roomRow()).toBeNull();
  });
});

describe("the servers that help browsers", () => {
  const shown = async () => {
    const { data } = await appointments.query(
      visit.patient,
      `mutation ($link: String!) { joinVisitRoom(input: { link: $link }) {
         visitRoom { closesAt seat iceServers { urls username credential } } } }`,
      { link: await link(visit.patient) },
    );
    return data.joinVisitRoom.visitRoom;
  };

  it("are none unless they are configured; TURN gives its password until the room closes", async () => {
    expect((await shown()).iceServers).toEqual([]);
    const env = {
      VIDEO_ICE_URLS: "stun:stun.example:3478, turns:turn.example:5349",
      VIDEO_TURN_SECRET: "0123456789abcdef",
    };
    useRoomSettings(readRoomSettings(env, appointments.issuer.issuer));
    try {
      const { iceServers, closesAt, seat: seatId } = await shown();
      const username = `${Math.floor(Date.parse(closesAt) / 1_000)}:${seatId}`;
      const credential = createHmac("sha1", env.VIDEO_TURN_SECRET).update(username).digest("base64");
      expect(iceServers).toEqual([
        { urls: ["stun:stun.example:3478"], username: null, credential: null },
        { urls: ["turns:turn.example:5349"], username, credential },
      ]);
    } finally {
      useRoomSettings(readRoomSettings({}, appointments.issuer.issuer));
    }
  });

  it.each([
    [{ VIDEO_ICE_URLS: "http://turn.example" }, /VIDEO_ICE_URLS must hold/],
    [{ VIDEO_ICE_URLS: "turn:turn.example" }, /VIDEO_TURN_SECRET is missing/],
    [{ VIDEO_VENDOR_URL: "https://video.example/" }, /VIDEO_VENDOR_URL must be an https URL with \{room\}/],
    [{ VIDEO_OPENS_MINUTES: "soon" }, /VIDEO_OPENS_MINUTES must be a number/],
  ])("and what is configured wrongly says so at the start: %j", (env, problem) => {
    expect(() => readRoomSettings(env, "https://clinic.example/oidc")).toThrow(problem);
  });
});
