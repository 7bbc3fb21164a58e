import type { AddressFields, LocationRow, PayerRow } from "../import/canonical.rows.ts";
import { berlin, boston, type Population } from "./demo.names.ts";
import type { DemoSpecialtyName } from "./demo.specialties.ts";

/** Who and what a demo organization consists of; the rest is generated from it. */
export interface DemoClinic {
  /** Account that imports into the organization. */
  readonly account: string;
  readonly seed: number;
  readonly timeZone: string;
  readonly currency: string;
  readonly country: string;
  readonly patients: number;
  readonly population: Population;
  /** Cities patients live in, with their postal codes. */
  readonly homes: readonly Required<Pick<AddressFields, "city" | "state" | "postalCode">>[];
  readonly streets: readonly string[];
  /** A telephone number that is nobody's, for the patient with this index. */
  readonly phone: (index: number) => string;
  readonly locations: readonly Omit<LocationRow, "line" | "externalId" | "timeZone">[];
  readonly payers: readonly Omit<PayerRow, "line" | "externalId">[];
  /** How many providers of each specialty. */
  readonly providers: readonly (readonly [DemoSpecialtyName, number])[];
  /** Fewest and most visits of a weekday and of a Saturday morning. */
  readonly weekdayVisits: readonly [number, number];
  readonly saturdayVisits: readonly [number, number];
  /** The people behind the accounts of this organization, who are its first patient and its first provider. */
  readonly accountHolders?: {
    readonly patient: { readonly givenName: string; readonly familyName: string; readonly email: string };
    readonly provider: { readonly givenName: string; readonly familyName: string };
  };
}

const areaCodes = ["617", "857", "781", "508"];

export const careConnectClinic: DemoClinic = {
  account: "admin@careconnect.test",
  seed: 20_261,
  timeZone: "America/New_York",
  currency: "USD",
  country: "US",
  patients: 200,
  population: boston,
  homes: [
    { city: "Boston", state: "MA", postalCode: "02118" },
    { city: "Boston", state: "MA", postalCode: "02130" },
    { city: "Brookline", state: "MA", postalCode: "02446" },
    { city: "Cambridge", state: "MA", postalCode: "02139" },
    { city: "Dorchester", state: "MA", postalCode: "02125" },
    { city: "Malden", state: "MA", postalCode: "02148" },
    { city: "Medford", state: "MA", postalCode: "02155" },
    { city: "Newton", state: "MA", postalCode: "02458" },
    { city: "Quincy", state: "MA", postalCode: "02169" },
    { city: "Somerville", state: "MA", postalCode: "02143" },
  ],
  streets: [
    "Alder Street",
    "Chestnut Lane",
    "Elmwood Avenue",
    "Fern Road",
    "Harbor View",
    "Juniper Street",
    "Maple Court",
    "Orchard Street",
    "Summit Avenue",
    "Willow Terrace",
  ],
  // 555-0100 to 555-0199 are kept for fiction in every area; the last of them are the locations' own.
  phone: (index) => `+1 ${areaCodes[index % 4]} 555 ${String(100 + Math.floor(index / 4)).padStart(4, "0")}`,
  locations: [
    {
      name: "CareConnect Back Bay",
      phone: "+1 617 555 0198",
      address: { line: "410 Boylston Walk", city: "Boston", state: "MA", postalCode: "02116", country: "US" },
    },
    {
      name: "CareConnect Cambridge",
      phone: "+1 617 555 0199",
      address: { line: "25 Riverside Green", city: "Cambridge", state: "MA", postalCode: "02138", country: "US" },
    },
    {
      name: "CareConnect Jamaica Plain",
      phone: "+1 857 555 0199",
      address: { line: "8 Pondside Row", city: "Boston", state: "MA", postalCode: "02130", country: "US" },
    },
  ],
  payers: [
    { name: "Bay Colony Health Plan", phone: "+1 800 555 0101" },
    { name: "Beacon Mutual", phone: "+1 800 555 0102" },
    { name: "Northfield Insurance", phone: "+1 800 555 0103" },
    { name: "Public Health Fund", phone: "+1 800 555 0104" },
  ],
  providers: [
    ["generalPractice", 7],
    ["pediatrics", 4],
    ["cardiology", 3],
    ["dermatology", 3],
    ["orthopedics", 3],
    ["psychiatry", 3],
    ["obstetrics", 2],
    ["physicalTherapy", 2],
    ["endocrinology", 2],
    ["neurology", 1],
  ],
  weekdayVisits: [36, 49],
  saturdayVisits: [7, 11],
  accountHolders: {
    patient: { givenName: "Paula", familyName: "Jensen", email: "patient@careconnect.test" },
    provider: { givenName: "Daniel", familyName: "Reyes" },
  },
};

export const otherClinic: DemoClinic = {
  account: "admin@otherclinic.test",
  seed: 20_262,
  timeZone: "Europe/Berlin",
  currency: "EUR",
  country: "DE",
  patients: 15,
  population: berlin,
  homes: [
    { city: "Berlin", state: "Berlin", postalCode: "10999" },
    { city: "Berlin", state: "Berlin", postalCode: "12047" },
    { city: "Potsdam", state: "Brandenburg", postalCode: "14467" },
  ],
  streets: ["Ahornweg", "Birkenallee", "Lindenstraße", "Uferpromenade"],
  phone: (index) => `+49 30 23125 ${String(index).padStart(3, "0")}`,
  locations: [
    {
      name: "Other Clinic Kreuzberg",
      phone: "+49 30 23125 999",
      address: { line: "Am Kanal 12", city: "Berlin", state: "Berlin", postalCode: "10999", country: "DE" },
    },
  ],
  payers: [{ name: "Spreekasse" }, { name: "Havel Privat" }],
  providers: [
    ["generalPractice", 2],
    ["dermatology", 1],
    ["cardiology", 1],
  ],
  weekdayVisits: [2, 4],
  saturdayVisits: [0, 1],
};
