import { describe, expect, test } from "vitest";
import type { CanonicalRows, RowKind } from "../canonical.rows.ts";
import { appointmentMapping } from "./appointments.ts";
import { conditionMapping } from "./conditions.ts";
import { fieldReader } from "./csv.fields.ts";
import { visitTypeOfClass } from "./encounter.visit-type.ts";
import { invoiceMapping } from "./invoices.ts";
import { locationMapping } from "./locations.ts";
import { patientMapping } from "./patients.ts";
import { payerMapping } from "./payers.ts";
import { providerMapping, specialtyOf } from "./providers.ts";
import type { MappingContext, RowMapping } from "./row.mapping.ts";
import { timeZoneOfState } from "./state.time-zone.ts";
import type { ColumnOf, SyntheaFile } from "./synthea.folder.ts";

const none: ReadonlySet<string> = new Set();
const context: MappingContext = {
  stripDigits: false,
  imported: {
    locations: new Set(["location-1"]),
    providers: new Set(["provider-1"]),
    payers: new Set(["payer-1"]),
    patients: new Set(["patient-1"]),
    appointments: new Set(["encounter-1"]),
    conditions: none,
    invoices: none,
  },
  claimsOf: () => [],
  note: () => undefined,
};

function map<Kind extends RowKind, File extends SyntheaFile>(
  mapping: RowMapping<Kind, File>,
  record: Partial<Record<ColumnOf<File>, string>>,
  changes: Partial<MappingContext> = {},
): CanonicalRows[Kind] {
  const header = Object.keys(record);
  const read = fieldReader<ColumnOf<File>>(header);
  return mapping.map(read({ line: 7, fields: Object.values(record) as string[] }), { ...context, ...changes });
}

describe("patients", () => {
  const record = {
    Id: "patient-1",
    BIRTHDATE: "1956-02-29",
    FIRST: "Maynard46",
    LAST: "O'Keefe54",
    GENDER: "M",
    SSN: "999-17-5017",
    DRIVERS: "S99994942",
    PASSPORT: "X79835501X",
    ADDRESS: "784 Stamm Lock Unit 46",
    CITY: "Somerville",
    STATE: "Massachusetts",
    ZIP: "02155",
  };

  test("keep what Synthea knows of them", () => {
    expect(map(patientMapping, record)).toEqual({
      line: 7,
      externalId: "patient-1",
      givenName: "Maynard46",
      familyName: "O'Keefe54",
      birthDate: "1956-02-29",
      gender: "MALE",
      timeZone: "America/New_York",
      nationalId: "999-17-5017",
      driversLicense: "S99994942",
      passport: "X79835501X",
      address: {
        line: "784 Stamm Lock Unit 46",
        city: "Somerville",
        state: "Massachusetts",
        postalCode: "02155",
        country: "US",
      },
    });
  });

  test("may lack a ZIP code, papers and a gender, and may have died", () => {
    const row = map(patientMapping, {
      ...record,
      ZIP: "",
      DRIVERS: "",
      PASSPORT: "",
      GENDER: "",
      DEATHDATE: "2004-03-21",
    });
    expect(row).not.toHaveProperty("driversLicense");
    expect(row).not.toHaveProperty("passport");
    expect(row).not.toHaveProperty("gender");
    expect(row.address).not.toHaveProperty("postalCode");
    expect(row.deceasedDate).toBe("2004-03-21");
  });

  test("lose the digits of their names only on request", () => {
    const row = map(patientMapping, { ...record, FIRST: "Ana María762" }, { stripDigits: true });
    expect([row.givenName, row.familyName]).toEqual(["Ana María", "O'Keefe"]);
  });

  test("need no time zone, but take the one that the user names", () => {
    expect(map(patientMapping, { ...record, STATE: "Texas" })).not.toHaveProperty("timeZone");
    expect(map(patientMapping, { ...record, STATE: "Texas" }, { timeZone: "America/Chicago" }).timeZone).toBe(
      "America/Chicago",
    );
  });

  test.each([
    [{ BIRTHDATE: "1955-02-29" }, 'BIRTHDATE: "1955-02-29" is not a day'],
    [{ BIRTHDATE: "" }, "BIRTHDATE: is empty"],
    [{ BIRTHDATE: "02/03/1955" }, "BIRTHDATE: "],
    [{ DEATHDATE: "1950-01-01" }, "DEATHDATE: is before BIRTHDATE"],
    [{ GENDER: "X" }, 'GENDER: "X" is neither M nor F'],
    [{ FIRST: " " }, "FIRST: is empty"],
    [{ Id: "" }, "Id: is empty"],
  ])("are rejected with %j", (change, reason) => {
    expect(() => map(patientMapping, { ...record, ...change })).toThrow(reason);
  });

  test("are rejected when fields are missing or too many", () => {
    const read = fieldReader(["Id", "FIRST"]);
    expect(() => read({ line: 3, fields: ["1"] })).toThrow("row: has 1 fields, the header has 2");
  });
});

describe("locations", () => {
  const record = {
    Id: "location-1",
    NAME: "STURDY MEMORIAL HOSPITAL",
    CITY: "ATTLEBORO",
    STATE: "MA",
    PHONE: "5082225200",
  };

  test("are Synthea's organizations", () => {
    expect(map(locationMapping, record)).toEqual({
      line: 7,
      externalId: "location-1",
      name: "STURDY MEMORIAL HOSPITAL",
      address: { city: "ATTLEBORO", state: "MA", country: "US" },
      phone: "5082225200",
      timeZone: "America/New_York",
    });
  });

  test("need a time zone", () => {
    expect(() => map(locationMapping, { ...record, STATE: "TX" })).toThrow("name the zone with --time-zone");
    expect(map(locationMapping, { ...record, STATE: "TX" }, { timeZone: "America/Denver" }).timeZone).toBe(
      "America/Denver",
    );
  });
});

test("states in one zone whole are known by code and name, in any case", () => {
  for (const state of ["MA", "ma", "Massachusetts", "MASSACHUSETTS"]) {
    expect(timeZoneOfState(state)).toBe("America/New_York");
  }
  for (const state of ["FL", "Texas", "IN", "AZ", "Bavaria", undefined]) expect(timeZoneOfState(state)).toBeUndefined();
});

describe("providers", () => {
  const record = {
    Id: "provider-1",
    ORGANIZATION: "location-1",
    NAME: "Víctor493 del Río Noriega353",
    GENDER: "F",
    SPECIALITY: "GENERAL PRACTICE",
    STATE: "MA",
  };

  test("have a name that is split at its last space, one specialty and one location", () => {
    expect(map(providerMapping, record)).toEqual({
      line: 7,
      externalId: "provider-1",
      givenName: "Víctor493 del Río",
      familyName: "Noriega353",
      gender: "FEMALE",
      specialties: [{ code: "GENERAL_PRACTICE", name: "General Practice" }],
      locationExternalIds: ["location-1"],
      timeZone: "America/New_York",
    });
    expect(map(providerMapping, record, { stripDigits: true }).givenName).toBe("Víctor del Río");
  });

  test("are rejected when their organization did not go in or their name is one word", () => {
    expect(() => map(providerMapping, { ...record, ORGANIZATION: "unknown" })).toThrow(
      "ORGANIZATION: none of the locations",
    );
    expect(() => map(providerMapping, { ...record, NAME: "Cher" })).toThrow("NAME: must hold");
  });

  test.each([
    ["NURSE PRACTITIONER", "NURSE_PRACTITIONER", "Nurse Practitioner"],
    ["OBSTETRICS/GYNECOLOGY", "OBSTETRICS_GYNECOLOGY", "Obstetrics/Gynecology"],
    ["PHYSICIAN'S ASSISTANT (LEAD)", "PHYSICIAN_S_ASSISTANT_LEAD", "Physician's Assistant (Lead)"],
  ])("with the speciality %s have %s", (text, code, name) => {
    expect(specialtyOf(text)).toEqual({ code, name });
  });
});

test("payers may be without address and phone, and get the zeros of their ZIP codes back", () => {
  expect(map(payerMapping, { Id: "p", NAME: "NO_INSURANCE", PHONE: "", CITY: "", ZIP: "" })).toEqual({
    line: 7,
    externalId: "p",
    name: "NO_INSURANCE",
  });
  const row = map(payerMapping, { Id: "p", NAME: "Aetna", STATE_HEADQUARTERED: "CT", ZIP: "6156" });
  expect(row.address).toEqual({ state: "CT", postalCode: "06156", country: "US" });
});

const encounter = {
  Id: "encounter-1",
  START: "2023-01-27T16:17:47Z",
  STOP: "2023-01-31T12:32:47Z",
  PATIENT: "patient-1",
  ORGANIZATION: "location-1",
  PROVIDER: "provider-1",
  PAYER: "payer-1",
  ENCOUNTERCLASS: "wellness",
  DESCRIPTION: "Encounter for symptom",
  TOTAL_CLAIM_COST: "3798.09",
  PAYER_COVERAGE: "98.10",
  REASONDESCRIPTION: "",
};

describe("appointments", () => {
  test("are visits that took place, however long", () => {
    expect(map(appointmentMapping, encounter)).toEqual({
      line: 7,
      externalId: "encounter-1",
      patientExternalId: "patient-1",
      providerExternalId: "provider-1",
      locationExternalId: "location-1",
      startsAt: "2023-01-27T16:17:47.000Z",
      endsAt: "2023-01-31T12:32:47.000Z",
      visitType: "IN_PERSON",
      status: "FULFILLED",
      reason: "Encounter for symptom",
    });
  });

  test("give the reason rather than the kind of encounter, when there is one", () => {
    expect(map(appointmentMapping, { ...encounter, REASONDESCRIPTION: "Acute bronchitis" }).reason).toBe(
      "Acute bronchitis",
    );
  });

  test("of every class of Synthea's are known, the virtual ones as video", () => {
    const known = Object.fromEntries(visitTypeOfClass);
    expect(Object.keys(known)).toHaveLength(10);
    for (const [encounterClass, visitType] of Object.entries(known)) {
      expect(visitType).toBe(encounterClass === "virtual" ? "VIDEO" : "IN_PERSON");
      expect(map(appointmentMapping, { ...encounter, ENCOUNTERCLASS: encounterClass }).visitType).toBe(visitType);
    }
  });

  test("take times with another offset", () => {
    const row = map(appointmentMapping, { ...encounter, START: "2023-01-27T11:17:47-05:00" });
    expect(row.startsAt).toBe("2023-01-27T16:17:47.000Z");
  });

  test.each([
    [{ START: "soon" }, 'START: "soon" is not a date and time'],
    [{ START: "2023-02-30T10:00:00Z" }, "START: "],
    [{ START: "2023-02-27T25:00:00Z" }, "START: "],
    [{ START: "2023-02-27" }, "START: "],
    [{ STOP: "2023-01-27T16:17:47Z" }, "STOP: must be after START"],
    [{ STOP: "2123-01-27T16:17:47Z" }, "STOP: is in the future"],
    [{ ENCOUNTERCLASS: "seance" }, 'ENCOUNTERCLASS: "seance" is not a class'],
    [{ PATIENT: "p9" }, "PATIENT: none of the patients that went in has the id p9"],
    [{ PATIENT: "" }, "PATIENT: is empty"],
    [{ PROVIDER: "p9" }, "PROVIDER: none of the providers"],
    [{ ORGANIZATION: "p9" }, "ORGANIZATION: none of the locations"],
    [{ PAYER: "p9" }, "PAYER: none of the payers"],
  ])("are rejected with %j", (change, reason) => {
    expect(() => map(appointmentMapping, { ...encounter, ...change })).toThrow(reason);
  });
});

describe("invoices", () => {
  test("are settled, in cents, with the claims of the encounter", () => {
    expect(map(invoiceMapping, encounter, { claimsOf: () => ["claim-1", "claim-2"] })).toEqual({
      line: 7,
      externalId: "encounter-1",
      appointmentExternalId: "encounter-1",
      patientExternalId: "patient-1",
      payerExternalId: "payer-1",
      status: "PAID",
      currency: "USD",
      issuedAt: "2023-01-31T12:32:47.000Z",
      total: 379_809,
      payerShare: 9_810,
      balance: 0,
      claimExternalIds: ["claim-1", "claim-2"],
      lines: [{ description: "Encounter for symptom", quantity: 1, unitAmount: 379_809, amount: 379_809 }],
    });
  });

  test.each([
    [{ TOTAL_CLAIM_COST: "a lot" }, 'TOTAL_CLAIM_COST: "a lot" is not an amount'],
    [{ TOTAL_CLAIM_COST: "-5.00" }, "TOTAL_CLAIM_COST: "],
    [{ PAYER_COVERAGE: "3798.10" }, "PAYER_COVERAGE: is more than TOTAL_CLAIM_COST"],
    [{ Id: "encounter-9" }, "Id: the encounter did not go in"],
  ])("are rejected with %j", (change, reason) => {
    expect(() => map(invoiceMapping, { ...encounter, ...change })).toThrow(reason);
  });
});

describe("conditions", () => {
  const record = {
    START: "2023-01-27",
    STOP: "2023-02-09",
    PATIENT: "patient-1",
    ENCOUNTER: "encounter-1",
    CODE: "195662009",
    DESCRIPTION: "Acute viral pharyngitis (disorder)",
  };

  test("have an id made of what tells them apart", () => {
    expect(map(conditionMapping, record)).toEqual({
      line: 7,
      externalId: "patient-1|encounter-1|195662009|2023-01-27",
      patientExternalId: "patient-1",
      encounterExternalId: "encounter-1",
      system: "http://snomed.info/sct",
      code: "195662009",
      display: "Acute viral pharyngitis (disorder)",
      onset: "2023-01-27",
      abatement: "2023-02-09",
    });
  });

  test("go in without an encounter that did not, under the same id, and it is told", () => {
    const notes: string[] = [];
    const row = map(
      conditionMapping,
      { ...record, ENCOUNTER: "e9", STOP: "" },
      { note: (column) => notes.push(column) },
    );
    expect(row).not.toHaveProperty("encounterExternalId");
    expect(row).not.toHaveProperty("abatement");
    expect(row.externalId).toContain("|e9|");
    expect(notes).toEqual(["ENCOUNTER"]);
  });

  test.each([
    [{ PATIENT: "p9" }, "PATIENT: none of the patients"],
    [{ STOP: "2022-01-01" }, "STOP: is before START"],
    [{ CODE: "" }, "CODE: is empty"],
  ])("are rejected with %j", (change, reason) => {
    expect(() => map(conditionMapping, { ...record, ...change })).toThrow(reason);
  });
});
