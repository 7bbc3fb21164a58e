import { expect, test } from "vitest";
import { demographicsOf } from "../../testing/patient.factory.ts";
import { patientSchema } from "./patient.schema.ts";
import { emptyPatient, inputOf, newAddress, valuesOf } from "./patient-values.ts";

const schema = patientSchema("2026-11-23");
const amira = { ...emptyPatient, givenName: "Amira", familyName: "Nasser", birthDate: "1980-03-01" };
const placesOf = (values: unknown) => schema.safeParse(values).error?.issues.map(({ path }) => path.join("."));

test("a record goes through the form unchanged", () => {
  const address = {
    ...{ use: "HOME", lines: ["12 Elm St", "Apt 3"], district: null, city: "Boston", state: "MA" },
    ...{ postalCode: "02110", country: "US" },
  };
  const contacts = [{ system: "EMAIL", use: "WORK", value: "amira@work.example" }];
  const emergencyContacts = [{ name: "Sami Nasser", relationship: "Brother", phone: "+16175550111" }];
  const patient = demographicsOf({ addresses: [address], contacts, emergencyContacts });
  expect(inputOf(schema.parse(valuesOf(patient as never)))).toMatchObject({
    ...{ givenName: "Amira", birthDate: "1980-03-01", email: "amira@example.org", phone: "+16175550100" },
    ...{ addresses: [address], contacts, emergencyContacts },
    settings: { preferredChannel: "EMAIL", needsInterpreter: false },
  });
});

test("what is left empty is nothing, and what is wrong is said at its place", () => {
  expect(inputOf(schema.parse(amira))).toMatchObject({ email: null, phone: null, addresses: [], gender: null });
  expect(placesOf({ ...amira, givenName: " ", birthDate: "2026-11-24" })).toEqual(["givenName", "birthDate"]);
  expect(placesOf({ ...amira, phone: "617 555 0100", email: "amira" })).toEqual(["email", "phone"]);
  expect(placesOf({ ...amira, deceasedDate: "1979-01-01" })).toEqual(["deceasedDate"]);
  expect(placesOf({ ...amira, addresses: [newAddress()] })).toEqual(["addresses.0.lines"]);
  expect(placesOf({ ...amira, addresses: [{ ...newAddress(), city: "Boston" }] })).toBeUndefined();
});
