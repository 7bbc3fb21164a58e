import { CommandRefusal, type ErrorDefinition, invalid, type UserError } from "@careconnect/kit";
import { oneOfNumber } from "./credential.entity.ts";
import type { CredentialStatus } from "./credential.kind.ts";
import { mostCredentials } from "./credential.schema.ts";

/** What the commands of credentials refuse. */
export const credentialErrors: readonly ErrorDefinition[] = [
  {
    code: "CREDENTIAL_RECORDED",
    meaning: "a credential of this issuer with this number is recorded, of this provider or of another",
    remedy: "correct the one that is there, also when it was renewed",
  },
];

/** What the database refuses, and how the caller is told. */
export const credentialConflicts: Readonly<Record<string, (given: object) => UserError>> = {
  [oneOfNumber]: (given) => ({
    code: "CREDENTIAL_RECORDED",
    field: [["number", "issuer"].find((field) => Object.hasOwn(given, field)) ?? "id"],
    message: "A credential of this issuer with this number is recorded already: correct that one.",
  }),
};

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
