import { type ConsumerDefinition, patientAliasHandlers } from "@careconnect/kit";
import { lockRecords } from "../booking/calendar.lock.ts";

/**
 * Keeps which records of patients were merged. Whoever books for one of them is waited for, and waits: from then on, what
 * is booked for any of them is looked at together.
 */
export const aliasConsumer: ConsumerDefinition = {
  name: "patient-aliases",
  handles: patientAliasHandlers((em, merges) =>
    lockRecords(
      em,
      merges.flatMap(({ patientId, survivingId }) => [patientId, survivingId]),
    ),
  ),
};
