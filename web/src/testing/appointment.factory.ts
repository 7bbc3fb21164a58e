import type { AppointmentRowFragment } from "../graphql/graphql.ts";

/** A visit as the API answers it; what a test is about is said by it. */
export function appointmentRow(of: Partial<AppointmentRowFragment> = {}): AppointmentRowFragment {
  return {
    __typename: "Appointment",
    id: "a1",
    version: 3,
    status: "BOOKED",
    visitType: "IN_PERSON",
    startsAt: "2026-11-23T15:30:00.000Z",
    endsAt: "2026-11-23T16:00:00.000Z",
    reason: "Cough",
    patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
    provider: {
      __typename: "Provider",
      id: "d1",
      fullName: "Dr. Leila Haddad",
      timeZone: "America/New_York",
      specialties: [],
    },
    ...of,
  };
}

/** A connection that holds these rows and no more. */
export function connectionOf<Row extends object>(name: string, nodes: readonly Row[]) {
  return {
    __typename: name,
    totalCount: nodes.length,
    nodes,
    pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
  };
}
