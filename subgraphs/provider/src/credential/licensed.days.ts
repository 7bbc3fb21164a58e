import type { CredentialRow } from "./credential.entity.ts";
import { CredentialKind, CredentialStatus } from "./credential.kind.ts";

/** Days that licences cover without a gap. */
export interface LicensedSpan {
  /** YYYY-MM-DD, on the provider's own calendar. */
  readonly from: string;
  /** The last day; null: there is none. */
  readonly until: string | null;
}

type Licence = Pick<CredentialRow, "kind" | "status" | "issuedOn" | "expiresOn">;

/**
 * The days that a provider's medical licences cover, the earliest first. Null: none was ever recorded, and whoever keeps no
 * licences is not restricted by them.
 */
export function licensedDays(credentials: readonly Licence[]): LicensedSpan[] | null {
  const licences = credentials.filter(
    ({ kind, status }) => kind === CredentialKind.MEDICAL_LICENSE && status !== CredentialStatus.ENTERED_IN_ERROR,
  );
  if (licences.length === 0) return null;
  const counting = licences
    .filter(({ status }) => status === CredentialStatus.RECORDED)
    .sort((one, other) => (one.issuedOn < other.issuedOn ? -1 : 1));
  const spans: LicensedSpan[] = [];
  for (const { issuedOn: from, expiresOn: until = null } of counting) {
    const last = spans.at(-1);
    if (last && (last.until === null || from <= dayAfter(last.until))) {
      spans[spans.length - 1] = { from: last.from, until: later(last.until, until) };
    } else {
      spans.push({ from, until });
    }
  }
  return spans;
}

/** The span that a day lies in. */
export function spanOn(spans: readonly LicensedSpan[], day: string): LicensedSpan | undefined {
  return spans.find(({ from, until }) => from <= day && (until === null || day <= until));
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10);
}
