import type { CareTables } from "@careconnect/kit";

/** Who cares for whom: the visits are our own, access that was given is known from the patient subgraph's events. */
export const careTables: CareTables = { visits: "appointment", grants: "care_grant", consents: "care_consent" };
