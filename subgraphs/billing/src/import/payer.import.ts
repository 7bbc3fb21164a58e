import { addressSchema, defineImport, importedId, outcomeOf, saveImportedRows } from "@careconnect/kit";
import { z } from "zod";
import { PayerRow } from "../payer/payer.entity.ts";
import { payerRegistered, payerUpdated } from "../payer/payer.events.ts";

const payerRow = z.strictObject({
  externalId: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1, "must not be empty").max(200),
  phone: z.string().trim().min(3).max(40).optional(),
  address: addressSchema.optional(),
});

/** Payers of a source system. */
export const payerImport = defineImport<z.infer<typeof payerRow>>({
  plural: "payers",
  entityType: "Payer",
  schema: payerRow,
  async save(unit, rows, context) {
    const saved = await saveImportedRows(
      unit,
      PayerRow,
      rows.map((row) => ({
        id: importedId(context.viewer.organizationId, "payer", row.externalId),
        externalId: row.externalId,
        name: row.name,
        phone: row.phone ?? null,
        address: row.address ?? null,
      })),
    );
    for (const { row, outcome } of saved) {
      if (outcome === "created") unit.emit(() => payerRegistered(row, { imported: true }));
      if (outcome === "updated") unit.emit(() => payerUpdated(row, { imported: true }));
    }
    return saved.map(outcomeOf);
  },
});
