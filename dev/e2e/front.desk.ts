import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { ask } from "./running.system.ts";

export type FrontDesk = Awaited<ReturnType<typeof openFrontDesk>>;

/** What is done all day at the desk of the demo's clinic, through the router. */
export async function openFrontDesk(token: string) {
  const found = await ask(token, '{ providers(first: 1, filter: { externalId: "demo-provider-1" }) { nodes { id } } }');
  const providerId = found.data.providers.nodes[0].id;
  return {
    /** Answers the new patient's id. */
    async registerPatient(): Promise<string> {
      const { data, errors } = await ask(
        token,
        "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } userErrors { code } } }",
        { input: { givenName: "Grace", familyName: "Hopper", birthDate: "1984-02-29", idempotencyKey: randomUUID() } },
      );
      expect(errors).toBeUndefined();
      return data.registerPatient.patient.id;
    },
    /** When the demo's doctor can be visited, three days from now at the earliest. */
    async freeSlots(first: number): Promise<string[]> {
      const from = new Date(Date.now() + 3 * 86_400_000);
      const { data, errors } = await ask(
        token,
        "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt provider { fullName } } }",
        {
          input: {
            providerId,
            visitType: "IN_PERSON",
            from: from.toISOString(),
            to: new Date(from.getTime() + 30 * 86_400_000).toISOString(),
            first,
          },
        },
      );
      expect(errors).toBeUndefined();
      expect(data.availableSlots[0].provider.fullName).toBeTruthy();
      return data.availableSlots.map((slot: { startsAt: string }) => slot.startsAt);
    },
    async book(patientId: string, startsAt: string, how: { readonly prepay?: boolean } = {}) {
      const { data, errors } = await ask(
        token,
        `mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) {
           appointment { id status patient { id fullName } provider { fullName } } userErrors { code field } } }`,
        {
          input: {
            patientId,
            providerId,
            startsAt,
            visitType: "IN_PERSON",
            reason: "Check-up",
            idempotencyKey: randomUUID(),
            ...how,
          },
        },
      );
      expect(errors).toBeUndefined();
      return data.bookAppointment;
    },
  };
}
