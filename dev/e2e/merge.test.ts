import { expect, it } from "vitest";
import { openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor } from "./running.system.ts";

/** How long another subgraph may take to hear of a merge. */
const patience = { timeout: 15_000, interval: 200 };

const mergedBy = (mutation: string, type: string) =>
  `mutation ($input: ${type}!) { ${mutation}(input: $input) { patient { id mrn } userErrors { code message } } }`;

it("two records that are merged are one patient through the router, and two again when that is undone", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const desk = await openFrontDesk(admin);
  const [old, current] = [await desk.registerPatient(), await desk.registerPatient()];
  const [first, second] = await desk.freeSlots(2);
  const visits = [
    (await desk.book(old, String(first))).appointment.id,
    (await desk.book(current, String(second))).appointment.id,
  ];

  const give = async (mutation: string, type: string, input: object) => {
    const { data, errors } = await ask(admin, mergedBy(mutation, type), { input });
    expect(errors).toBeUndefined();
    return data[mutation];
  };
  /** The patient by an id, with what other subgraphs know of them; and the visits by that id, with their patients. */
  const seen = async (id: string) => {
    const { data, errors } = await ask(
      admin,
      `{ patient(id: "${id}") { id mrn upcomingAppointments { nodes { id patient { id mrn } } } invoices { totalCount } }
         appointments(filter: { patientId: "${id}" }) { nodes { id patient { id mrn } } } }`,
    );
    expect(errors).toBeUndefined();
    const { upcomingAppointments, ...patient } = data.patient;
    return { patient, below: upcomingAppointments.nodes, listed: data.appointments.nodes };
  };
  const apart = [await seen(old), await seen(current)] as const;
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  expect(apart.map(({ below }) => ids(below))).toEqual(visits.map((id) => [id]));

  const merge = { id: old, intoId: current, reason: "The same passport" };
  const answer = await give("mergePatients", "MergePatientsInput", merge);
  const { id, mrn } = apart[1].patient;
  expect(answer).toEqual({ patient: { id, mrn }, userErrors: [] });
  const both = visits.map((visit) => ({ id: visit, patient: { id, mrn } }));
  const one = { patient: apart[1].patient, below: both, listed: both };
  for (const record of [old, current]) await expect.poll(() => seen(record), patience).toEqual(one);

  const undone = await give("undoPatientMerge", "UndoPatientMergeInput", { id: old, reason: "Twins" });
  expect(undone).toEqual({ patient: { id: old, mrn: apart[0].patient.mrn }, userErrors: [] });
  await expect.poll(() => Promise.all([seen(old), seen(current)]), patience).toEqual([...apart]);
});

/** A visit beside whatever the provider has at that time. */
async function overbook(admin: string, patientId: string, beside: string): Promise<string> {
  const { data: known } = await ask(admin, `{ appointment(id: "${beside}") { startsAt provider { id } } }`);
  const { startsAt, provider } = known.appointment;
  const { data, errors } = await ask(
    admin,
    `mutation ($input: OverbookAppointmentInput!) { overbookAppointment(input: $input) {
       appointment { id } userErrors { code } } }`,
    {
      input: {
        ...{ patientId, providerId: provider.id, startsAt, visitType: "IN_PERSON" },
        overrideReason: "Sent by the emergency room",
      },
    },
  );
  expect(errors).toBeUndefined();
  const { appointment, userErrors } = data.overbookAppointment;
  return appointment?.id ?? userErrors[0].code;
}

it("visits of both at one time are named before a merge", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const desk = await openFrontDesk(admin);
  const [old, current] = [await desk.registerPatient(), await desk.registerPatient()];
  const [slot] = await desk.freeSlots(1);
  const { appointment } = await desk.book(old, String(slot));
  const other = await overbook(admin, current, appointment.id);
  // Whether the patient subgraph has heard of both visits, the merge itself shows: it is undone when it has not.
  const refused = async () => {
    const input = { id: old, intoId: current, reason: "The same passport" };
    const { data } = await ask(admin, mergedBy("mergePatients", "MergePatientsInput"), { input });
    const [error] = data.mergePatients.userErrors;
    if (!error) {
      const undo = { input: { id: old, reason: "Too early" } };
      await ask(admin, mergedBy("undoPatientMerge", "UndoPatientMergeInput"), undo);
      return "merged";
    }
    return `${error.code} ${[appointment.id, other].every((visit) => error.message.includes(visit))}`;
  };
  await expect.poll(refused, patience).toBe("MERGE_CONFLICT true");
});

it("visits that are booked for both while they are merged: each overlap is refused, or told of by both", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  const desk = await openFrontDesk(admin);
  const [old, current] = [await desk.registerPatient(), await desk.registerPatient()];
  const slots = await desk.freeSlots(8);
  const input = { id: old, intoId: current, reason: "The same passport" };
  const bookedForBoth = async (slot: string) => {
    const { appointment, userErrors } = await desk.book(old, slot);
    return appointment ? overbook(admin, current, appointment.id) : userErrors[0].code;
  };
  const [merged, ...outcomes] = await Promise.all([
    ask(admin, mergedBy("mergePatients", "MergePatientsInput"), { input }),
    ...slots.map(bookedForBoth),
  ]);
  expect(["MERGE_CONFLICT", undefined]).toContain(merged.data.mergePatients.userErrors[0]?.code);
  for (const outcome of outcomes) expect(outcome).toMatch(/^([0-9a-f-]{36}|PATIENT_BUSY)$/);

  const listed = async (filter: string) => {
    const { data } = await ask(
      admin,
      `{ appointments(first: 100, filter: { patientId: "${current}" ${filter} }) {
           nodes { id startsAt endsAt overlapping { id } } } }`,
    );
    return data.appointments.nodes as { id: string; startsAt: string; endsAt: string; overlapping: { id: string }[] }[];
  };
  if (merged.data.mergePatients.userErrors.length > 0) {
    // They are two patients still, who may each have a visit then.
    expect((await listed("")).flatMap(({ overlapping }) => overlapping)).toEqual([]);
    return;
  }
  await expect.poll(async () => (await listed("")).length, patience).toBeGreaterThanOrEqual(slots.length);
  const visits = await listed("");
  const pairs = visits.flatMap((one) =>
    visits
      .filter((other) => other !== one && other.startsAt < one.endsAt && one.startsAt < other.endsAt)
      .map((other) => `${one.id} ${other.id}`),
  );
  const told = (await listed("overlapping: true")).flatMap(({ id, overlapping }) =>
    overlapping.map((other) => `${id} ${other.id}`),
  );
  expect(told.sort()).toEqual(pairs.sort());
});
