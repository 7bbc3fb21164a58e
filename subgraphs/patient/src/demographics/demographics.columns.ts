import type { Address } from "@careconnect/kit";
import type { PatientRow } from "../patient/patient.entity.ts";
import type { CheckedAddress, CheckedDemographics, CheckedSettings } from "./demographics.schema.ts";
import { AddressUse, type ContactPoint, type EmergencyContact, type PatientAddress } from "./demographics.type.ts";

type Columns = Pick<
  PatientRow,
  "address" | "addresses" | "contacts" | "emergencyContacts" | "preferredChannel" | "needsInterpreter"
>;

/** The columns of a patient that keep `changes`: those of what is absent are not among them. */
export function demographicColumns({
  addresses,
  contacts,
  emergencyContacts,
  settings,
}: CheckedDemographics): Partial<Columns> {
  return {
    ...(addresses !== undefined && addressColumns(addresses)),
    ...(contacts !== undefined && { contacts: listColumn(contacts) }),
    ...(emergencyContacts !== undefined && { emergencyContacts: listColumn(emergencyContacts) }),
    ...(settings !== undefined && settingsColumns(settings ?? { preferredChannel: null, needsInterpreter: null })),
  };
}

function settingsColumns({ preferredChannel, needsInterpreter }: CheckedSettings): Partial<Columns> {
  return {
    ...(preferredChannel !== undefined && { preferredChannel }),
    ...(needsInterpreter !== undefined && { needsInterpreter: needsInterpreter ?? false }),
  };
}

/** Sealed addresses take the place of the plain one that older rows have. */
export function addressColumns(addresses: readonly CheckedAddress[] | null): Pick<Columns, "address" | "addresses"> {
  return { address: null, addresses: listColumn(addresses) };
}

/** The columns of a patient who lives at `home` now; their other addresses stay. */
export function columnsOfHome(row: Pick<Columns, "address" | "addresses">, home: CheckedAddress): Partial<Columns> {
  const addresses = row.address ? [] : listOf<CheckedAddress>(row.addresses);
  const place = addresses.findIndex(({ use }) => use === AddressUse.HOME);
  return addressColumns(place < 0 ? [home, ...addresses] : addresses.with(place, home));
}

function listColumn(list: readonly object[] | null): string | null {
  return list === null || list.length === 0 ? null : JSON.stringify(list);
}

/** The patient's addresses; that of a row which was written before there were several is where they live. */
export function addressesOf({ address, addresses }: Pick<Columns, "address" | "addresses">): PatientAddress[] {
  if (address) return [addressOfHome(address)];
  return listOf<CheckedAddress>(addresses).map((one) => ({ ...one, lines: one.lines ?? [] }));
}

/** An address that came as the one where the patient lives. */
export function addressOfHome({ line, ...place }: Address): CheckedAddress & { lines: string[] } {
  return { use: AddressUse.HOME, lines: line === undefined ? [] : [line], ...place };
}

/** Where the patient lives, or else the first address that is in use, as one line and its place. */
export function homeAddressOf(row: PatientRow): Address | null {
  const addresses = addressesOf(row);
  const home =
    addresses.find(({ use }) => use === AddressUse.HOME) ?? addresses.find(({ use }) => use !== AddressUse.OLD);
  if (!home) return null;
  const { lines, city, state, postalCode, country } = home;
  return {
    line: lines.join(", ") || undefined,
    city: city ?? undefined,
    state: state ?? undefined,
    postalCode: postalCode ?? undefined,
    country: country ?? undefined,
  };
}

export function contactsOf({ contacts }: PatientRow): ContactPoint[] {
  return listOf(contacts);
}

export function emergencyContactsOf({ emergencyContacts }: PatientRow): EmergencyContact[] {
  return listOf(emergencyContacts);
}

/** It was checked when it was written. */
function listOf<Item>(json: string | null | undefined): Item[] {
  return json == null ? [] : (JSON.parse(json) as Item[]);
}
