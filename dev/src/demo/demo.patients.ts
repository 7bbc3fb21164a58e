import type { Gender, PatientRow } from "../import/canonical.rows.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import { pickName } from "./demo.names.ts";
import { seeded } from "./demo.random.ts";

export interface DemoPatient {
  readonly row: PatientRow;
  readonly gender: Gender;
  /** Years, at the time that all ages are counted at. */
  readonly age: number;
  /** External id of who pays for part of the patient's visits. */
  readonly payer: string | undefined;
}

/** Ages are counted at a fixed day: a patient has the same birthday whenever the demo is loaded. */
const agesCountedAt = 2026;

/** The clinic's patients, the same at every load. */
export function demoPatients(clinic: DemoClinic): DemoPatient[] {
  const random = seeded(clinic.seed);
  const taken = new Set<string>();
  return Array.from({ length: clinic.patients }, (_, index) => {
    const holder = index === 0 ? clinic.accountHolders?.patient : undefined;
    const sex = holder ? "FEMALE" : random.helpers.arrayElement(["FEMALE", "MALE"] as const);
    const gender = random.helpers.weightedArrayElement<Gender>([
      { weight: 97, value: sex },
      { weight: 2, value: holder ? sex : "OTHER" },
      { weight: 1, value: holder ? sex : "UNKNOWN" },
    ]);
    const age = holder ? 39 : pickAge(random);
    const { mailName, language, ...name } = pickName(random, clinic.population, sex, taken);
    const home = random.helpers.arrayElement(clinic.homes);
    const hasMail = random.datatype.boolean(0.92);
    const email = `${mailName}@example.${random.helpers.arrayElement(["com", "org", "net"])}`;
    const payer = random.number.int({ min: 1, max: clinic.payers.length });
    const row: PatientRow = {
      line: index + 1,
      externalId: `demo-patient-${index + 1}`,
      givenName: holder?.givenName ?? name.givenName,
      familyName: holder?.familyName ?? name.familyName,
      birthDate: pickBirthday(random, agesCountedAt - age - 1),
      gender,
      ...(holder ? { email: holder.email } : hasMail && { email }),
      phone: clinic.phone(index),
      language: holder ? "en" : language,
      timeZone: clinic.timeZone,
      address: {
        line: streetLine(clinic, random.helpers.arrayElement(clinic.streets), random.number.int({ min: 1, max: 240 })),
        ...home,
        country: clinic.country,
      },
    };
    const insured = holder !== undefined || random.datatype.boolean(0.85);
    return { row, gender: sex, age, payer: insured ? `demo-payer-${payer}` : undefined };
  });
}

type Random = ReturnType<typeof seeded>;

function pickAge(random: Random): number {
  const [min, max] = random.helpers.weightedArrayElement([
    { weight: 18, value: [0, 17] as const },
    { weight: 30, value: [18, 39] as const },
    { weight: 32, value: [40, 64] as const },
    { weight: 20, value: [65, 93] as const },
  ]);
  return random.number.int({ min, max });
}

function pickBirthday(random: Random, year: number): string {
  const month = random.number.int({ min: 1, max: 12 });
  const day = random.number.int({ min: 1, max: 28 });
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function streetLine({ country }: DemoClinic, street: string, number: number): string {
  return country === "DE" ? `${street} ${number}` : `${number} ${street}`;
}
