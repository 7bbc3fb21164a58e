import type { LocationRow, PayerRow, ProviderRow } from "../import/canonical.rows.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import { pickName } from "./demo.names.ts";
import { seeded } from "./demo.random.ts";
import { type DemoSpecialty, demoSpecialties } from "./demo.specialties.ts";

export interface DemoProvider {
  readonly row: ProviderRow;
  readonly specialty: DemoSpecialty;
  /** External id of where the provider sees patients. */
  readonly location: string;
}

export function demoLocations({ locations, timeZone }: DemoClinic): LocationRow[] {
  return locations.map((location, index) => ({
    line: index + 1,
    externalId: `demo-location-${index + 1}`,
    ...location,
    timeZone,
  }));
}

export function demoPayers({ payers }: DemoClinic): PayerRow[] {
  return payers.map((payer, index) => ({ line: index + 1, externalId: `demo-payer-${index + 1}`, ...payer }));
}

/** The clinic's providers, the same at every load; general practitioners come first. */
export function demoProviders(clinic: DemoClinic): DemoProvider[] {
  const random = seeded(clinic.seed + 1_000);
  const taken = new Set<string>();
  const specialties = clinic.providers.flatMap(([name, count]) =>
    Array.from({ length: count }, () => demoSpecialties[name]),
  );
  return specialties.map((specialty, index) => {
    const holder = index === 0 ? clinic.accountHolders?.provider : undefined;
    const gender = holder ? "MALE" : random.helpers.arrayElement(["FEMALE", "MALE"] as const);
    const name = pickName(random, clinic.population, gender, taken);
    const location = `demo-location-${(index % clinic.locations.length) + 1}`;
    const row: ProviderRow = {
      line: index + 1,
      externalId: `demo-provider-${index + 1}`,
      givenName: holder?.givenName ?? name.givenName,
      familyName: holder?.familyName ?? name.familyName,
      gender,
      specialties: [{ code: specialty.code, name: specialty.name }],
      locationExternalIds: [location],
      timeZone: clinic.timeZone,
    };
    return { row, specialty, location };
  });
}
