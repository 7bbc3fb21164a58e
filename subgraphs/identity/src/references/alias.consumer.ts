import { type ConsumerDefinition, patientAliasHandlers } from "@careconnect/kit";
import { lockAddressesOfAll } from "../verification/address.lock.ts";

/**
 * Keeps which records of patients were merged. Whoever invites somebody to one of them is waited for, and waits: from then on,
 * who has an account for any of them is asked together.
 */
export const aliasConsumer: ConsumerDefinition = {
  name: "patient-aliases",
  handles: patientAliasHandlers((em, merges) =>
    lockAddressesOfAll(
      em,
      merges.flatMap(({ patientId, survivingId }) => [patientId, survivingId]),
    ),
  ),
};
