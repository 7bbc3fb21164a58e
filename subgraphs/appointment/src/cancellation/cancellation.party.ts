import { registerEnumType } from "type-graphql";

/** On whose behalf a visit is called off. */
export enum CancellationParty {
  PATIENT = "PATIENT",
  CLINIC = "CLINIC",
}

registerEnumType(CancellationParty, {
  name: "CancellationParty",
  description: "On whose behalf a visit is called off.",
  valuesConfig: {
    PATIENT: { description: "The patient does not come: it may cost them a fee." },
    CLINIC: { description: "The clinic cannot keep it: it costs nothing." },
  },
});
