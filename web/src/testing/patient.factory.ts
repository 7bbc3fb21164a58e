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

export function answerOf(patient: object | null) {
  return { data: { __typename: "Query", patient } };
}
