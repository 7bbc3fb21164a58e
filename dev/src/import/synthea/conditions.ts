import type { CsvFields } from "./csv.fields.ts";
import { given, type MappingContext, type RowMapping, requiredReference } from "./row.mapping.ts";
import { invalid } from "./row.rejection.ts";

const snomed = "http://snomed.info/sct";

export const conditionMapping: RowMapping<"conditions", "conditions.csv"> = {
  kind: "conditions",
  file: "conditions.csv",
  identity: "PATIENT, ENCOUNTER, CODE, START",
  map(fields, context) {
    const patient = requiredReference(fields, "PATIENT", "patients", context);
    const code = fields.requiredText("CODE");
    const onset = fields.requiredDay("START");
    const abatement = fields.day("STOP");
    if (abatement !== undefined && abatement < onset) throw invalid("STOP", "is before START");
    return {
      line: fields.line,
      // Conditions have no id of their own; these four together are one.
      externalId: [patient, fields.text("ENCOUNTER") ?? "", code, onset].join("|"),
      patientExternalId: patient,
      ...given("encounterExternalId", encounterOf(fields, context)),
      system: snomed,
      code,
      display: fields.requiredText("DESCRIPTION"),
      onset,
      ...given("abatement", abatement),
    };
  },
};

/** The medical history is worth more than its link to the visit: without the visit it goes in all the same. */
function encounterOf(fields: CsvFields<"ENCOUNTER">, { imported, note }: MappingContext): string | undefined {
  const encounter = fields.text("ENCOUNTER");
  if (encounter === undefined || imported.appointments.has(encounter)) return encounter;
  note("ENCOUNTER", `none of the appointments that went in has the id ${encounter}: the condition goes in without it`);
  return undefined;
}
