import { addDays, type CalendarDate } from "../../lib/format/calendar-date.ts";
import type { Tone } from "../../ui/status/badge.tsx";

interface Credential {
  readonly status: "RECORDED" | "REVOKED" | "ENTERED_IN_ERROR";
  readonly issuedOn: CalendarDate;
  readonly expiresOn: CalendarDate | null;
}

export type CredentialValidity =
  | { readonly kind: "REVOKED" | "ENTERED_IN_ERROR" | "valid" | "expired" | "notYet" }
  | { readonly kind: "expiring"; readonly days: number };

/** Days before its end from which it is said that a credential expires: enough to ask for another one. */
const warningDays = 60;
const dayMilliseconds = 86_400_000;

/** What a credential is worth on a day of its holder's calendar. */
export function validityOf({ status, issuedOn, expiresOn }: Credential, today: CalendarDate): CredentialValidity {
  if (status !== "RECORDED") {
    return { kind: status };
  }
  if (issuedOn > today) {
    return { kind: "notYet" };
  }
  if (expiresOn === null || expiresOn > addDays(today, warningDays)) {
    return { kind: "valid" };
  }
  return expiresOn < today
    ? { kind: "expired" }
    : { kind: "expiring", days: Math.round((Date.parse(expiresOn) - Date.parse(today)) / dayMilliseconds) };
}

export const validityTones = {
  valid: "green",
  expiring: "amber",
  expired: "red",
  notYet: "blue",
  REVOKED: "red",
  ENTERED_IN_ERROR: "grey",
} as const satisfies Record<CredentialValidity["kind"], Tone>;
