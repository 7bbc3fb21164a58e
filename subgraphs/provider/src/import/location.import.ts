import { addressSchema, defineImport, importedId, outcomeOf, saveImportedRows, timeZoneName } from "@careconnect/kit";
import { z } from "zod";
import { LocationRow } from "../location/location.entity.ts";
import { locationRegistered, locationUpdated } from "../location/location.events.ts";

const locationRow = z.strictObject({
  externalId: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1, "must not be empty").max(200),
  address: addressSchema.optional(),
  phone: z.string().trim().min(3).max(40).optional(),
  timeZone: timeZoneName,
});

/** Locations of a source system. */
export const locationImport = defineImport<z.infer<typeof locationRow>>({
  plural: "locations",
  entityType: "Location",
  schema: locationRow,
  async save(unit, rows, context) {
    const saved = await saveImportedRows(
      unit,
      LocationRow,
      rows.map((row) => ({
        id: importedId(context.viewer.organizationId, "location", row.externalId),
        externalId: row.externalId,
        name: row.name,
        address: row.address ?? null,
        phone: row.phone ?? null,
        timeZone: row.timeZone,
      })),
    );
    for (const { row, outcome } of saved) {
      if (outcome === "created") unit.emit(() => locationRegistered(row, { imported: true }));
      if (outcome === "updated") unit.emit(() => locationUpdated(row, { imported: true }));
    }
    return saved.map(outcomeOf);
  },
});
