import type { CareTables } from "@careconnect/kit";

/** Who cares for whom: visits as the appointment subgraph's events told them, access as it was given here. */
export const careTables: CareTables = { visits: "care_visit", grants: "access_grant", consents: "consent" };
