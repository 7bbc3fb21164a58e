import type { PolicyMatrix } from "@careconnect/kit/testing";

/** The directory is no patient data; it belongs to the organization, and nobody else sees it. */
const everybody = {
  ADMIN: "organization",
  STAFF: "organization",
  NURSE: "organization",
  PROVIDER: "organization",
  PATIENT: "organization",
} as const;

/** A partner's application comes to the directory by the scope that is named so. */
const listed = { may: everybody, delegated: ["directory.read"] } as const;

/** What a patient says of a provider, with who says it. */
const rated = {
  may: { ADMIN: "organization", STAFF: "organization", PATIENT: "self" },
  subjectTo: ["location"],
} as const;

/** It is the patient's alone to say. */
const ofPatient = { may: { PATIENT: "self" }, subjectTo: ["location"] } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.provider": listed,
    "Query.providers": listed,
    "Query.specialties": { ...listed, ofNobody: true },
    "Query.locations": { ...listed, ofNobody: true },
    "Mutation.setAvailability": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.addAvailabilityException": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.removeAvailabilityException": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.setLocationHours": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Mutation.registerProvider": { may: { ADMIN: "organization", STAFF: "organization" }, ofNobody: true },
    "Mutation.suspendProvider": { may: { ADMIN: "organization" } },
    "Mutation.reinstateProvider": { may: { ADMIN: "organization" } },
    "Mutation.addProviderCredential": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Mutation.updateProviderCredential": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Mutation.revokeProviderCredential": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Mutation.updateProvider": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Query.rating": rated,
    "Query.ratings": rated,
    "Mutation.rateProvider": ofPatient,
    "Mutation.updateRating": ofPatient,
    "Mutation.withdrawRating": ofPatient,
    "Mutation.moderateRating": {
      may: { ADMIN: "organization", STAFF: "organization" },
      subjectTo: ["location"],
    },
    Appointment: rated,
    "Appointment.rating": rated,
    Provider: listed,
    "Provider.ratings": listed,
    "Provider.statusHistory": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Provider.credentials": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Provider.licenseStatus": listed,
    "Provider.licensedUntil": listed,
    "Provider.weeklyHours": listed,
    "Provider.availabilityExceptions": listed,
    "Provider.availabilityState": listed,
    Location: listed,
  },
  shown: {
    Provider: [
      "externalId",
      "givenName",
      "familyName",
      "fullName",
      "gender",
      "timeZone",
      "languages",
      "status",
      "version",
      "specialties",
      "locations",
      "averageRating",
      "ratingCount",
      "ratingDistribution",
    ],
    Location: ["externalId", "name", "phone", "timeZone", "address", "openingHours", "version"],
    OpeningHours: ["day", "from", "to"],
    WeeklyHours: ["day", "from", "to", "visitTypes"],
    AvailabilityException: ["kind", "fromDay", "toDay", "from", "to", "visitTypes"],
    ProviderStatusChange: ["from", "to", "changedAt", "reason"],
    ProviderCredential: [
      "kind",
      "number",
      "issuer",
      "issuedOn",
      "expiresOn",
      "status",
      "revokedAt",
      "revocationReason",
      "version",
    ],
    Specialty: ["code", "name"],
    Rating: [
      ...["score", "feedback", "anonymous", "status", "rejectionReason", "ratedAt", "editableUntil", "version"],
      ...["provider", "appointment", "patient", "history"],
    ],
    RatingChange: ["changedAt", "status", "score", "feedback", "rejectionReason"],
    PublishedRating: ["score", "feedback", "ratedOn"],
    RatingCount: ["score", "count"],
    Address: ["line", "city", "state", "postalCode", "country"],
  },
};
