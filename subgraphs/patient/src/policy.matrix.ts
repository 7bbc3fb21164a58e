import type { PolicyMatrix } from "@careconnect/kit/testing";

const organization = { ADMIN: "organization", STAFF: "organization", NURSE: "organization" } as const;
const patientData = ["consent", "location"] as const;

/** Who may see whom: nothing else in this subgraph opens a patient's record. */
const seen = {
  may: { ...organization, PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: ["records.read"],
} as const;

/** In an emergency nobody needs to know who pays. */
const insurance = { ...seen, may: { ...seen.may, PROVIDER: ["care", "grant"] } } as const;

const administration = { ADMIN: "organization", STAFF: "organization" } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.patient": seen,
    "Query.patients": seen,
    "Mutation.registerPatient": { may: organization, ofNobody: true },
    "Mutation.updatePatient": {
      may: { ...organization, PROVIDER: ["care", "grant"], PATIENT: "self" },
      subjectTo: patientData,
    },
    "Mutation.archivePatient": { may: administration },
    "Mutation.grantPatientAccess": { may: administration },
    "Mutation.endPatientAccess": { may: administration },
    "Mutation.addCoverage": { may: administration },
    "Mutation.updateCoverage": { may: administration },
    "Mutation.endCoverage": { may: administration },
    Patient: seen,
    "Patient.coverages": insurance,
    "Patient.coverageOn": insurance,
    "Patient.emergencyContacts": { ...seen, delegated: [] },
    "Patient.conditions": {
      may: {
        ADMIN: "organization",
        NURSE: "organization",
        PROVIDER: ["care", "grant", "breakGlass"],
        PATIENT: "self",
      },
      subjectTo: patientData,
      delegated: ["records.read"],
    },
    "Patient.accessGrants": { may: administration, subjectTo: patientData },
  },
  shown: {
    Patient: [
      "externalId",
      "mrn",
      "givenName",
      "familyName",
      "fullName",
      "birthDate",
      "deceasedDate",
      "gender",
      "email",
      "phone",
      "language",
      "timeZone",
      "address",
      "addresses",
      "contacts",
      "settings",
      "archived",
      "version",
    ],
    Condition: ["externalId", "system", "code", "display", "onset", "abatement", "status"],
    Coverage: ["plan", "memberNumber", "priority", "startsOn", "endsOn", "version", "payer"],
    AccessGrant: ["until", "reason", "endedAt", "provider", "grantedAt"],
    Address: ["line", "city", "state", "postalCode", "country"],
    PatientAddress: ["use", "lines", "district", "city", "state", "postalCode", "country"],
    ContactPoint: ["system", "use", "value"],
    EmergencyContact: ["name", "relationship", "phone"],
    PatientSettings: ["preferredChannel", "needsInterpreter"],
  },
};
