import type {
  AppointmentRow,
  AppointmentStatus,
  CanonicalRows,
  InvoiceRow,
  Weekday,
} from "@careconnect/dev/import/canonical.rows";

export type GeneratedKind = "locations" | "providers" | "patients" | "appointments" | "invoices";

/** A clinic of a given size: the same rows for the same size and day. */
export type GeneratedClinic = { readonly [Kind in GeneratedKind]: readonly CanonicalRows[Kind][] };

/** A visit that nothing stands in the way of: neither what was generated nor another one of these. */
export interface FreeVisit {
  readonly patientExternalId: string;
  readonly providerExternalId: string;
  readonly startsAt: string;
}

const specialties = [
  { code: "GENERAL_PRACTICE", name: "General Practice" },
  { code: "CARDIOLOGY", name: "Cardiology" },
  { code: "DERMATOLOGY", name: "Dermatology" },
  { code: "PEDIATRICS", name: "Pediatrics" },
  { code: "ORTHOPEDICS", name: "Orthopedics" },
];
const weekdays: Weekday[] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
// As many names as a town has, so that few of a hundred thousand patients have the same.
const givenNames =
  "Ada Ben Chloe Dmitri Elena Farid Grace Hugo Ines Jonas Kira Luis Mira Nils Olga Pedro Quinn Rosa Sven Tara Uma Viktor Wanda Xenia Yusuf Zoe".split(
    " ",
  );
const familyNames =
  "Abbott Brandt Castillo Duval Eriksen Fischer Gomez Hart Ito Jensen Kowalski Lindgren Moreau Nakamura Okafor Petrov Quist Rossi Silva Tanaka Ulrich Vargas Weber Xavier Yildiz Zimmer".split(
    " ",
  );

const minuteMs = 60_000;
const dayMs = 86_400_000;
const opensAt = 7;
const closesAt = 21;
const slotMinutes = 30;
const slotsPerDay = ((closesAt - opensAt) * 60) / slotMinutes;
const pastDays = 365;
/** Days from tomorrow on; slots are searched for a month at most. */
const futureDays = 30;
const locationCount = 4;

const patientId = (index: number) => `bench-patient-${index + 1}`;
const providerId = (index: number) => `bench-provider-${index + 1}`;
const locationId = (index: number) => `bench-location-${index + 1}`;

/** Codes that providers have, each of a fifth of them. */
export const specialtyCodes: readonly string[] = specialties.map(({ code }) => code);

/** One provider for 500 patients, and twenty at least. */
export function providersFor(patients: number): number {
  return Math.max(20, Math.floor(patients / 500));
}

/** An appointment for each patient over a year and a month, and an invoice for every other one that took place. */
export function generateClinic(patients: number, now: Date): GeneratedClinic {
  const providers = providersFor(patients);
  const appointments = generateAppointments(patients, providers, now);
  return {
    locations: times(locationCount, (index) => ({
      line: index + 1,
      externalId: locationId(index),
      name: `Bench location ${index + 1}`,
      timeZone: "UTC",
    })),
    providers: times(providers, (index) => ({
      line: index + 1,
      externalId: providerId(index),
      ...nameOf(index),
      specialties: [at(specialties, index)],
      locationExternalIds: [locationId(index % locationCount)],
      timeZone: "UTC",
      weekly: weekdays.map((day) => ({ day, from: clock(opensAt), to: clock(closesAt) })),
    })),
    patients: times(patients, (index) => ({
      line: index + 1,
      externalId: patientId(index),
      ...nameOf(index * 7),
      birthDate: `${1930 + (index % 90)}-${pad(1 + (index % 12))}-${pad(1 + (index % 28))}`,
      gender: index % 2 === 0 ? "FEMALE" : "MALE",
      email: `patient-${index + 1}@example.org`,
      phone: `+1 617 555 ${String(index % 10_000).padStart(4, "0")}`,
      timeZone: "UTC",
    })),
    appointments,
    invoices: generateInvoices(appointments),
  };
}

/** Visits of half an hour that can be booked from tomorrow on, the earliest first. */
export function* freeVisits(patients: number, now: Date): Generator<FreeVisit> {
  const providers = providersFor(patients);
  const { spacing, slots } = calendarOf(patients, providers);
  let next = 0;
  for (let slot = pastDays * slotsPerDay; slot < slots; slot += 1) {
    // Every so many slots all providers have the visits that were generated.
    if (slot % spacing === 0) continue;
    for (let provider = 0; provider < providers; provider += 1) {
      // Patients take turns, and there are more of them than providers: nobody is in two places at once.
      yield {
        patientExternalId: patientId(next % patients),
        providerExternalId: providerId(provider),
        startsAt: startOf(slot, now).toISOString(),
      };
      next += 1;
    }
  }
}

/** Each provider's calendar as one row of half-hours, in which the generated visits are evenly spaced. */
function calendarOf(patients: number, providers: number) {
  const slots = (pastDays + futureDays) * slotsPerDay;
  const perProvider = Math.ceil(patients / providers);
  return { slots, spacing: Math.floor(slots / perProvider) };
}

function generateAppointments(patients: number, providers: number, now: Date): AppointmentRow[] {
  const { spacing } = calendarOf(patients, providers);
  return times(patients, (index) => {
    const startsAt = startOf(Math.floor(index / providers) * spacing, now);
    const endsAt = new Date(startsAt.getTime() + slotMinutes * minuteMs);
    return {
      line: index + 1,
      externalId: `bench-appointment-${index + 1}`,
      patientExternalId: patientId(index),
      providerExternalId: providerId(index % providers),
      locationExternalId: locationId((index % providers) % locationCount),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      visitType: "IN_PERSON",
      status: statusOf(index, endsAt < now),
      reason: "Check-up",
    };
  });
}

function statusOf(index: number, isOver: boolean): AppointmentStatus {
  if (index % 10 === 9) return "CANCELLED";
  if (isOver) return index % 20 === 1 ? "NO_SHOW" : "FULFILLED";
  return index % 2 === 0 ? "BOOKED" : "CONFIRMED";
}

function generateInvoices(appointments: readonly AppointmentRow[]): InvoiceRow[] {
  const billed = appointments.filter(({ status, line }) => status === "FULFILLED" && line % 2 === 1);
  return billed.map((visit, index) => {
    const total = 12_000 + (index % 40) * 250;
    const isPaid = index % 4 !== 0;
    return {
      line: index + 1,
      externalId: visit.externalId.replace("appointment", "invoice"),
      appointmentExternalId: visit.externalId,
      patientExternalId: visit.patientExternalId,
      status: isPaid ? "PAID" : "ISSUED",
      currency: "USD",
      issuedAt: visit.endsAt,
      total,
      payerShare: 0,
      balance: isPaid ? 0 : total,
      lines: [{ description: "Office visit, 30 minutes", quantity: 1, unitAmount: total, amount: total }],
    };
  });
}

/** The days end with `futureDays` from tomorrow on. */
function startOf(slot: number, now: Date): Date {
  const tomorrow = Math.floor(now.getTime() / dayMs) * dayMs + dayMs;
  const day = tomorrow + (Math.floor(slot / slotsPerDay) - pastDays) * dayMs;
  return new Date(day + (opensAt * 60 + (slot % slotsPerDay) * slotMinutes) * minuteMs);
}

function nameOf(index: number): { givenName: string; familyName: string } {
  const first = Math.floor(index / givenNames.length);
  const second = Math.floor(first / familyNames.length);
  return { givenName: at(givenNames, index), familyName: `${at(familyNames, first)}-${at(familyNames, second)}` };
}

function at<T>(list: readonly [T, ...T[]] | readonly T[], index: number): T {
  return list[index % list.length] as T;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function clock(hour: number): string {
  return `${pad(hour)}:00`;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
