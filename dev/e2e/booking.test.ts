import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type FrontDesk, openFrontDesk } from "./front.desk.ts";
import { subscribe } from "./live.subscription.ts";
import { ask, tokenFor } from "./running.system.ts";

let staff: string;
let desk: FrontDesk;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
  desk = await openFrontDesk(staff);
});

describe("booking through the router", () => {
  it("works at once for a patient who was registered a moment ago, a hundred times", async () => {
    const slots = await desk.freeSlots(100);
    expect(slots).toHaveLength(100);
    const outcomes: string[] = [];
    for (let start = 0; start < slots.length; start += 10) {
      const batch = slots.slice(start, start + 10);
      outcomes.push(
        ...(await Promise.all(
          batch.map(async (slot) => {
            const { appointment, userErrors } = await desk.book(await desk.registerPatient(), slot);
            return appointment?.status ?? userErrors[0].code;
          }),
        )),
      );
    }
    expect(new Set(outcomes)).toEqual(new Set(["BOOKED"]));
  });

  it("gives one slot to one of forty", async () => {
    const [slot] = await desk.freeSlots(1);
    const patients = await Promise.all(Array.from({ length: 40 }, desk.registerPatient));
    const answers = await Promise.all(patients.map((patientId) => desk.book(patientId, String(slot))));
    const codes = answers.map(({ appointment, userErrors }) => appointment?.status ?? userErrors[0].code).sort();
    expect(codes).toEqual(["BOOKED", ...Array(39).fill("SLOT_TAKEN")]);
    expect(await desk.freeSlots(1)).not.toContain(slot);
  });
});

const changes = /* GraphQL */ `subscription ($after: String) {
  appointmentChanged(after: $after) { cursor appointment { id status patient { fullName } provider { fullName } } }
}`;

describe("live updates through the router", () => {
  it("carry a booking with its patient and provider joined, and resume exactly where they were cut", async () => {
    const slots = await desk.freeSlots(3);
    const live = await subscribe(staff, changes);
    await wait(500);
    const first = (await desk.book(await desk.registerPatient(), String(slots[0]))).appointment;
    const seen = await live.next((data) => data.appointmentChanged.appointment.id === first.id);
    expect(seen.appointmentChanged.appointment).toEqual({
      id: first.id,
      status: "BOOKED",
      patient: { fullName: "Grace Hopper" },
      provider: first.provider,
    });
    live.close();

    const second = (await desk.book(await desk.registerPatient(), String(slots[1]))).appointment;
    const third = (await desk.book(await desk.registerPatient(), String(slots[2]))).appointment;
    const resumed = await subscribe(staff, changes, { after: seen.appointmentChanged.cursor });
    expect((await resumed.next()).appointmentChanged.appointment.id).toBe(second.id);
    expect((await resumed.next()).appointmentChanged.appointment.id).toBe(third.id);
    resumed.close();
  });

  it("carry nothing to another organization or another patient", async () => {
    const [slot] = await desk.freeSlots(1);
    const outsiders = await Promise.all(
      ["admin@otherclinic.test", "patient@careconnect.test"].map(async (email) =>
        subscribe(await tokenFor(email), changes),
      ),
    );
    const witness = await subscribe(staff, changes);
    await wait(500);
    const { appointment } = await desk.book(await desk.registerPatient(), String(slot));
    await witness.next((data) => data.appointmentChanged.appointment?.id === appointment.id);
    await wait(1_000);
    for (const outsider of outsiders) {
      await expect(Promise.race([outsider.next(), wait(200).then(() => "nothing")])).resolves.toBe("nothing");
      outsider.close();
    }
    witness.close();
  });

  it("refuse a cursor that is none", async () => {
    const live = await subscribe(staff, changes, { after: "nonsense" });
    await expect(live.next()).rejects.toThrow(/RESUME_NOT_POSSIBLE/);
    live.close();
  });

  it("tell the dashboard that its numbers changed", async () => {
    const live = await subscribe(staff, "subscription { dashboardMetricsChanged(period: ALL) { asOf patients } }");
    await wait(500);
    const { data } = await ask(staff, "{ dashboardMetrics(period: ALL) { patients } }");
    await desk.registerPatient();
    const seen = await live.next((event) => event.dashboardMetricsChanged.patients > data.dashboardMetrics.patients);
    expect(seen.dashboardMetricsChanged.patients).toBe(data.dashboardMetrics.patients + 1);
    live.close();
  });
});
