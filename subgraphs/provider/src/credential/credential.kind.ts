import { registerEnumType } from "type-graphql";

/** What a credential says of its holder. */
export enum CredentialKind {
  MEDICAL_LICENSE = "MEDICAL_LICENSE",
  BOARD_CERTIFICATION = "BOARD_CERTIFICATION",
  CONTROLLED_SUBSTANCES = "CONTROLLED_SUBSTANCES",
  LIFE_SUPPORT = "LIFE_SUPPORT",
  DEGREE = "DEGREE",
}

registerEnumType(CredentialKind, {
  name: "CredentialKind",
  description: "What a credential says of its holder.",
  valuesConfig: {
    MEDICAL_LICENSE: {
      description: "May practise. Once a provider has one, they can be booked on the days that theirs cover.",
    },
    BOARD_CERTIFICATION: { description: "A board of their specialty has examined them." },
    CONTROLLED_SUBSTANCES: { description: "May prescribe controlled substances." },
    LIFE_SUPPORT: { description: "Trained in life support." },
    DEGREE: { description: "An academic degree." },
  },
});

/** Whether a credential counts. */
export enum CredentialStatus {
  RECORDED = "RECORDED",
  REVOKED = "REVOKED",
  ENTERED_IN_ERROR = "ENTERED_IN_ERROR",
}

registerEnumType(CredentialStatus, {
  name: "CredentialStatus",
  description: "Whether a credential counts.",
  valuesConfig: {
    RECORDED: { description: "It counts, from the day of its issue to its last day." },
    REVOKED: { description: "Its issuer took it back, or its holder gave it up." },
    ENTERED_IN_ERROR: { description: "It never was: somebody recorded it by mistake." },
  },
});
