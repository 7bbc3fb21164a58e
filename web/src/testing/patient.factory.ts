const noVisits = { __typename: "AppointmentConnection", totalCount: 0, nodes: [] };

/** The head of a patient's page as the server answers it. */
export function headOf(changes: object = {}) {
  return {
    ...{ __typename: "Patient", id: "p1", mrn: "104233", fullName: "Amira Nasser", version: 3 },
    ...{ birthDate: "1980-03-01", deceasedDate: null, gender: "FEMALE", archived: false, language: "en" },
    ...{ settings: null, picture: null, allergies: [], upcomingAppointments: noVisits, pastAppointments: noVisits },
    ...changes,
  };
}

/** A patient's demographics as the server answers them. */
export function demographicsOf(changes: object = {}) {
  return {
    ...{ __typename: "Patient", id: "p1", version: 3, externalId: null, archived: false, mrn: "104233" },
    ...{ givenName: "Amira", familyName: "Nasser", fullName: "Amira Nasser", gender: "FEMALE" },
    ...{ birthDate: "1980-03-01", deceasedDate: null, email: "amira@example.org", phone: "+16175550100" },
    ...{ language: "en", timeZone: "America/New_York", addresses: [], contacts: [], emergencyContacts: [] },
    settings: { __typename: "PatientSettings", preferredChannel: "EMAIL", needsInterpreter: false },
    ...changes,
  };
}

/** The answer to a query about one patient, with whatever else the query asks for. */
export function answerOf(patient: object | null, beside: object = {}) {
  return { data: { __typename: "Query", patient, ...beside } };
}

const soon = new Date(Date.now() + 1_200_000).toISOString();

/** Emergency access that the reader has, as the server answers it. */
export function heldAccess(changes: object = {}) {
  return {
    ...{ __typename: "BreakGlassAccess", id: "b1", expiresAt: soon },
    patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser" },
    ...changes,
  };
}

/** What the head of a patient's page asks of the reader and of restrictions. */
export function standingOf({ held = [], restricted = false }: { held?: readonly object[]; restricted?: boolean } = {}) {
  const nodes = restricted ? [{ __typename: "PatientRestriction", id: "r1" }] : [];
  return {
    viewer: { __typename: "Viewer", id: "u1", breakGlassAccesses: held },
    patientRestrictions: { __typename: "PatientRestrictionConnection", nodes },
  };
}
