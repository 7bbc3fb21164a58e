import { CommandRefusal, type ErrorDefinition, invalid, type UserError } from "@careconnect/kit";
import { numberOfOneProvider, oneOfNumber } from "./credential.entity.ts";
import type { CredentialStatus } from "./credential.kind.ts";
import { mostCredentials } from "./credential.schema.ts";

/** What the commands of credentials refuse. */
export const credentialErrors: readonly ErrorDefinition[] = [
  {
    code: "CREDENTIAL_RECORDED",
    meaning: "a credential of this issuer with this number is recorded, for some of these days or of another provider",
    remedy:
      "correct the one that is there; what was renewed after a gap is recorded from its new first day on, so that the days between stay without",
  },
];

/** What the database refuses, and how the caller is told. */
export const credentialConflicts: Readonly<Record<string, (given: object) => UserError>> = {
  [oneOfNumber]: (given) =>
    recorded(
      given,
      "A credential of this issuer with this number is recorded for some of these days: correct that one, or begin after its last day.",
    ),
  [numberOfOneProvider]: (given) =>
    recorded(given, "A credential of this issuer with this number is recorded of another provider: correct that one."),
};

function recorded(given: object, message: string): UserError {
  const named = ["number", "issuer", "issuedOn", "expiresOn"].find((field) => Object.hasOwn(given, field));
  return { code: "CREDENTIAL_RECORDED", field: [named ?? "id"], message };
}

export function expiresTooEarly(field: string): CommandRefusal {
  return invalid([field], "A credential is valid beyond the day of its issue: its last day is a later one.");
}

export function countsNoMore(status: CredentialStatus): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This credential is ${status}: what does not count any more is not changed. Add another one.`,
  );
}

/** Refuses one more credential to the `known` ones of a provider. */
export function requireRoom(known: number): void {
  if (known >= mostCredentials)
    throw invalid(["providerId"], `The provider has ${mostCredentials} credentials: correct one that is there.`);
}
