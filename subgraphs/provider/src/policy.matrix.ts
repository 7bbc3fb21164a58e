import type { PolicyMatrix } from "@careconnect/kit/testing";

/** The directory is no patient data; it belongs to the organization, and nobody else sees it. */
const everybody = {
  ADMIN: "organization",
  STAFF: "organization",
  NURSE: "organization",
  PROVIDER: "organization",
  PATIENT: "organization",
} as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.provider": { may: everybody },
    "Query.providers": { may: everybody },
    "Query.specialties": { may: everybody, ofNobody: true },
    "Query.locations": { may: everybody, ofNobody: true },
    "Mutation.setAvailability": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.addAvailabilityException": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.removeAvailabilityException": { may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" } },
    "Mutation.setLocationHours": { may: { ADMIN: "organization", STAFF: "organization" } },
    "Mutation.registerProvider": { may: { ADMIN: "organization", STAFF: "organization" }, ofNobody: true },
    Provider: { may: everybody },
    "Provider.weeklyHours": { may: everybody },
    "Provider.availabilityExceptions": { may: everybody },
    "Provider.availabilityState": { may: everybody },
    Location: { may: everybody },
  },
  shown: {
    Provider: [
      "externalId",
      "givenName",
      "familyName",
      "fullName",
      "gender",
      "timeZone",
      "status",
      "version",
      "specialties",
      "locations",
    ],
    Location: ["externalId", "name", "phone", "timeZone", "address", "openingHours", "version"],
    OpeningHours: ["day", "from", "to"],
    WeeklyHours: ["day", "from", "to", "visitTypes"],
    AvailabilityException: ["kind", "fromDay", "toDay", "from", "to", "visitTypes"],
    Specialty: ["code", "name"],
    Address: ["line", "city", "state", "postalCode", "country"],
  },
};
