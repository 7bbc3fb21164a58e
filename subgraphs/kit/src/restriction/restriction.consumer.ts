import { z } from "zod";
import { type ConsumerDefinition, handling } from "../inbox/consumer.definition.ts";
import { markRestricted, unmarkErased, unmarkRestricted } from "./restricted.patients.ts";

/** The events by which the patient subgraph tells that a record is kept and not used, and that it is used again. */
export const restrictionTypes = { begun: "patient.restricted", lifted: "patient.restriction.lifted" } as const;

const facts = z.object({ restrictionId: z.uuid(), patientIds: z.array(z.uuid()).min(1) });

/** Keeps who is restricted, in a subgraph that restricts nobody itself. */
export const restrictionConsumer: ConsumerDefinition = {
  name: "patient-restrictions",
  handles: {
    [restrictionTypes.begun]: handling(facts, async ({ em }, events) => {
      for (const { payload } of events) {
        await markRestricted(em, payload.restrictionId, payload.patientIds);
        await unmarkErased(em, payload.patientIds);
      }
    }),
    [restrictionTypes.lifted]: handling(facts, async ({ em }, events) => {
      for (const { payload } of events) await unmarkRestricted(em, payload.restrictionId);
    }),
  },
};
