import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientExportRow } from "./patient-export.entity.ts";

/** Some rows of one table of one subgraph, until the export that they are part of expires. */
export const PatientExportPartRow = defineEntity({
  name: "PatientExportPartRow",
  tableName: "patient_export_part",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    exportId: () => p.manyToOne(PatientExportRow).mapToPk().joinColumn("export_id").deleteRule("cascade"),
    subgraph: p.text(),
    /** From 0, in the order in which the subgraph told them. */
    position: p.integer(),
    /** JSON: the table, and its rows. */
    content: sensitive(),
    /** Where the subgraph goes on after it; null: this was the last. */
    next: p.text().fieldName("next_page").$type<string | null>().nullable(),
  },
  uniques: [{ name: "patient_export_part_position_unique", properties: ["exportId", "subgraph", "position"] }],
});

export type PatientExportPartRow = InferEntity<typeof PatientExportPartRow>;
