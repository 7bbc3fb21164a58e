import { registerEnumType } from "type-graphql";

/** How far a reconciliation is. */
export enum ReconciliationStatus {
  PENDING = "PENDING",
  RUNNING = "RUNNING",
  COMPLETED = "COMPLETED",
  INCOMPLETE = "INCOMPLETE",
}

registerEnumType(ReconciliationStatus, {
  name: "ReconciliationStatus",
  description: "How far a reconciliation is.",
  valuesConfig: {
    PENDING: { description: "It was asked for, and begins within a minute." },
    RUNNING: { description: "It compares: `step` says what." },
    COMPLETED: { description: "Everything was compared." },
    INCOMPLETE: {
      description:
        "Not everything was compared: the gateway did not answer, a part failed, or there was more than one run looks at.",
    },
  },
});
