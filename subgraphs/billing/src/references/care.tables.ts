import type { CareTables } from "@careconnect/kit";

/** Who cares for whom, as the events of the appointment and the patient subgraph told it. */
export const careTables: CareTables = { visits: "care_visit", grants: "care_grant", consents: "care_consent" };
