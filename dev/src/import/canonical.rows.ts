/**
 * The rows that the subgraphs import, whatever their source. Days are YYYY-MM-DD, instants ISO 8601 in UTC, money in
 * minor units, and every reference is the external id of another row. `line` is where the row stands in its source.
 */
export interface CanonicalRows {
  locations: LocationRow;
  providers: ProviderRow;
  payers: PayerRow;
  patients: PatientRow;
  conditions: ConditionRow;
  appointments: AppointmentRow;
  invoices: InvoiceRow;
}

export type RowKind = keyof CanonicalRows;

/** The subgraph that owns each kind and answers at `POST /import/<kind>`. */
export const ownerOf = {
  locations: "provider",
  providers: "provider",
  payers: "billing",
  patients: "patient",
  conditions: "patient",
  appointments: "appointment",
  invoices: "billing",
} as const satisfies Record<RowKind, string>;

export type RowOwner = (typeof ownerOf)[RowKind];

interface Row {
  readonly line: number;
  /** Unique per organization and kind; importing it again updates the row. */
  readonly externalId: string;
}

export interface AddressFields {
  readonly line?: string;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

export type Gender = "MALE" | "FEMALE" | "OTHER" | "UNKNOWN";
export type VisitType = "IN_PERSON" | "VIDEO" | "PHONE";
export type AppointmentStatus =
  | "REQUESTED"
  | "BOOKED"
  | "CONFIRMED"
  | "CHECKED_IN"
  | "IN_PROGRESS"
  | "FULFILLED"
  | "CANCELLED"
  | "NO_SHOW";
export type InvoiceStatus = "DRAFT" | "ISSUED" | "PAID" | "VOID" | "OVERDUE";

export interface PatientRow extends Row {
  readonly mrn?: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly deceasedDate?: string;
  readonly gender?: Gender;
  readonly email?: string;
  readonly phone?: string;
  /** BCP 47. */
  readonly language?: string;
  /** IANA name. */
  readonly timeZone?: string;
  readonly nationalId?: string;
  readonly driversLicense?: string;
  readonly passport?: string;
  readonly address?: AddressFields;
}

export interface ConditionRow extends Row {
  readonly patientExternalId: string;
  readonly encounterExternalId?: string;
  /** URI of the code system. */
  readonly system: string;
  readonly code: string;
  readonly display: string;
  readonly onset?: string;
  readonly abatement?: string;
}

export interface LocationRow extends Row {
  readonly name: string;
  readonly address?: AddressFields;
  readonly phone?: string;
  readonly timeZone: string;
}

export interface Specialty {
  /** Upper snake case. */
  readonly code: string;
  readonly name: string;
}

export type Weekday = "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";

export interface WeeklyHours {
  readonly day: Weekday;
  /** HH:MM in the provider's zone. */
  readonly from: string;
  /** HH:MM up to 24:00. */
  readonly to: string;
  /** All when absent. */
  readonly visitTypes?: readonly VisitType[];
}

export interface ProviderRow extends Row {
  readonly givenName: string;
  readonly familyName: string;
  readonly gender?: Gender;
  readonly specialties: readonly Specialty[];
  readonly locationExternalIds: readonly string[];
  readonly timeZone: string;
  /** The hours of a week, those of the past included. Absent: nothing is said about them. */
  readonly weekly?: readonly WeeklyHours[];
}

export interface AppointmentRow extends Row {
  readonly patientExternalId: string;
  readonly providerExternalId: string;
  readonly locationExternalId?: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly visitType: VisitType;
  readonly status: AppointmentStatus;
  readonly reason?: string;
  readonly statusReason?: string;
}

export interface PayerRow extends Row {
  readonly name: string;
  readonly phone?: string;
  readonly address?: AddressFields;
}

export interface InvoiceLineFields {
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: number;
  readonly amount: number;
}

export interface InvoiceRow extends Row {
  readonly appointmentExternalId?: string;
  readonly patientExternalId: string;
  readonly payerExternalId?: string;
  readonly status: InvoiceStatus;
  /** ISO 4217; the amounts are in its minor units. */
  readonly currency: string;
  readonly issuedAt: string;
  readonly total: number;
  readonly payerShare: number;
  /** What is still owed. */
  readonly balance: number;
  readonly claimExternalIds?: readonly string[];
  readonly lines: readonly InvoiceLineFields[];
}
