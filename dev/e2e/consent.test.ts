import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor } from "./running.system.ts";

/** How long a copy may be behind what it is a copy of. */
const patience = { timeout: 15_000, interval: 200 };

it("a patient who refuses a provider is hidden from them, in each subgraph, until they permit it", async () => {
  const [staff, doctor] = await Promise.all(["staff", "doctor"].map((name) => tokenFor(`${name}@careconnect.test`)));
  const desk = await openFrontDesk(String(staff));
  const patientId = await desk.registerPatient();
  const [slot] = await desk.freeSlots(1);
  const { appointment } = await desk.book(patientId, String(slot));
  const providerId = (await ask(doctor, "{ viewer { provider { id } } }")).data.viewer.provider.id;

  const say = async (decision: "PERMIT" | "DENY") => {
    const { data } = await ask(
      staff,
      `mutation ($input: RecordConsentInput!) {
        recordConsent(input: $input) { consent { decision provider { fullName } } userErrors { code } }
      }`,
      { input: { patientId, scope: "PROVIDER_ACCESS", providerId, decision, idempotencyKey: randomUUID() } },
    );
    expect(data.recordConsent).toEqual({
      consent: { decision, provider: { fullName: expect.any(String) } },
      userErrors: [],
    });
  };
  /** Of the doctor's own visit whose it is, and what comes by care. */
  const seen = async () => {
    const { data, errors } = await ask(
      doctor,
      `{ appointment(id: "${appointment.id}") { id patient { id } }
         patient(id: "${patientId}") { id invoices { totalCount } }
         appointments(filter: { patientId: "${patientId}" }) { totalCount } }`,
    );
    expect(errors).toBeUndefined();
    return data;
  };
  const own = { id: appointment.id };
  const all = {
    appointment: { ...own, patient: { id: patientId } },
    patient: { id: patientId, invoices: { totalCount: 0 } },
    appointments: { totalCount: 1 },
  };
  await expect.poll(seen, patience).toEqual(all);

  await say("DENY");
  // What the patient subgraph has holds at once.
  expect((await ask(doctor, `{ patient(id: "${patientId}") { id } }`)).data).toEqual({ patient: null });
  await expect
    .poll(seen, patience)
    .toEqual({ appointment: { ...own, patient: null }, patient: null, appointments: { totalCount: 0 } });

  await say("PERMIT");
  await expect.poll(seen, patience).toEqual(all);
});
