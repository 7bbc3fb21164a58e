import { gender } from "./gender.ts";
import { namePart } from "./person.name.ts";
import { given, type RowMapping } from "./row.mapping.ts";
import { invalid } from "./row.rejection.ts";
import { timeZoneOfState } from "./state.time-zone.ts";
import { usAddress } from "./us.address.ts";

export const patientMapping: RowMapping<"patients", "patients.csv"> = {
  kind: "patients",
  file: "patients.csv",
  map(fields, options) {
    const birthDate = fields.requiredDay("BIRTHDATE");
    const deceasedDate = fields.day("DEATHDATE");
    if (deceasedDate !== undefined && deceasedDate < birthDate) throw invalid("DEATHDATE", "is before BIRTHDATE");
    return {
      line: fields.line,
      externalId: fields.requiredText("Id"),
      givenName: namePart("FIRST", fields.requiredText("FIRST"), options),
      familyName: namePart("LAST", fields.requiredText("LAST"), options),
      birthDate,
      ...given("deceasedDate", deceasedDate),
      ...given("gender", gender(fields)),
      ...given("timeZone", timeZoneOfState(fields.text("STATE")) ?? options.timeZone),
      ...given("nationalId", fields.text("SSN")),
      ...given("driversLicense", fields.text("DRIVERS")),
      ...given("passport", fields.text("PASSPORT")),
      ...given("address", usAddress(fields, "STATE")),
    };
  },
};
