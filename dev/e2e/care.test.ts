import { expect, it } from "vitest";
import { openFrontDesk } from "./front.desk.ts";
import { ask, ports, tokenFor } from "./running.system.ts";

/** How long a copy may be behind what it is a copy of. */
const patience = { timeout: 15_000, interval: 200 };

it("a visit opens its patient to the doctor, in each subgraph, until it is cancelled", async () => {
  const [staff, doctor] = await Promise.all(["staff", "doctor"].map((name) => tokenFor(`${name}@careconnect.test`)));
  const desk = await openFrontDesk(String(staff));
  const patientId = await desk.registerPatient();
  const [slot] = await desk.freeSlots(1);

  const reference = `{ _entities(representations: [{ __typename: "Patient", id: "${patientId}" }]) { ... on Patient { id } } }`;
  const known = async (subgraph: "patient" | "appointment" | "billing") => {
    const { data, errors } = await ask(doctor, reference, {}, `http://127.0.0.1:${ports[subgraph]}/graphql`);
    expect(errors).toBeUndefined();
    return data._entities[0] !== null;
  };
  const seen = async () => {
    const patient = `{ patient(id: "${patientId}") { invoices { totalCount } upcomingAppointments { totalCount } } }`;
    const { data, errors } = await ask(doctor, patient);
    expect(errors).toBeUndefined();
    return [data.patient, await known("patient"), await known("appointment"), await known("billing")];
  };
  const unknown = [null, false, false, false];
  expect(await seen()).toEqual(unknown);

  const { appointment } = await desk.book(patientId, String(slot));
  const shown = { invoices: { totalCount: 0 }, upcomingAppointments: { totalCount: 1 } };
  await expect.poll(seen, patience).toEqual([shown, true, true, true]);

  const { data } = await ask(
    staff,
    "mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) { userErrors { code } } }",
    { input: { id: appointment.id, reason: "Has recovered" } },
  );
  expect(data.cancelAppointment.userErrors).toEqual([]);
  await expect.poll(seen, patience).toEqual(unknown);
});
