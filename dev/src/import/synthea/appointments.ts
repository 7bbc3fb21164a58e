import { visitTypeOfClass } from "./encounter.visit-type.ts";
import { given, optionalReference, type RowMapping, requiredReference } from "./row.mapping.ts";
import { invalid } from "./row.rejection.ts";

/** Synthea's encounters are visits that took place. */
export const appointmentMapping: RowMapping<"appointments", "encounters.csv"> = {
  kind: "appointments",
  file: "encounters.csv",
  map(fields, context) {
    const startsAt = fields.requiredInstant("START");
    const endsAt = fields.requiredInstant("STOP");
    if (endsAt <= startsAt) throw invalid("STOP", "must be after START");
    if (Date.parse(endsAt) > Date.now()) throw invalid("STOP", "is in the future: only visits that are over can go in");
    const encounterClass = fields.requiredText("ENCOUNTERCLASS");
    const visitType = visitTypeOfClass.get(encounterClass);
    if (!visitType) throw invalid("ENCOUNTERCLASS", `"${encounterClass}" is not a class of encounter that is known`);
    // Checked here for the reason, though only the invoice carries the payer.
    optionalReference(fields, "PAYER", "payers", context);
    return {
      line: fields.line,
      externalId: fields.requiredText("Id"),
      patientExternalId: requiredReference(fields, "PATIENT", "patients", context),
      providerExternalId: requiredReference(fields, "PROVIDER", "providers", context),
      ...given("locationExternalId", optionalReference(fields, "ORGANIZATION", "locations", context)),
      startsAt,
      endsAt,
      visitType,
      status: "FULFILLED",
      ...given("reason", fields.text("REASONDESCRIPTION") ?? fields.text("DESCRIPTION")),
    };
  },
};
