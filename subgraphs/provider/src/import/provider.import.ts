import {
  AdministrativeGender,
  defineImport,
  importedId,
  outcomeOf,
  type RowOutcome,
  saveImportedRows,
  timeZoneName,
  type WeeklyInterval,
  weeklyIntervals,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { availabilityChanged } from "../availability/availability.events.ts";
import { importTemplates, type Template } from "../availability/availability.service.ts";
import { LocationRow } from "../location/location.entity.ts";
import { type Practice, savePractices } from "../provider/practice.service.ts";
import { ProviderRow } from "../provider/provider.entity.ts";
import { providerRegistered, providerUpdated } from "../provider/provider.events.ts";
import { mostLinks, providerName, specialtyCode } from "../provider/provider.schema.ts";
import { ProviderStatus } from "../provider/provider.status.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { catalogueSpecialties, codesWithoutRoom } from "../specialty/specialty.service.ts";

const identifier = z.string().trim().min(1).max(100);

const providerRow = z.strictObject({
  externalId: identifier,
  givenName: providerName,
  familyName: providerName,
  gender: z.enum(AdministrativeGender).optional(),
  specialties: z.array(z.strictObject({ code: specialtyCode, name: providerName })).max(mostLinks),
  locationExternalIds: z.array(identifier).max(mostLinks),
  timeZone: timeZoneName,
  /** Absent: their hours are left alone. */
  weekly: weeklyIntervals.optional(),
});

type ImportedProvider = z.infer<typeof providerRow>;

/** Providers of a source system, at locations that were imported before; their specialties enter the catalogue. */
export const providerImport = defineImport<ImportedProvider>({
  plural: "providers",
  entityType: "Provider",
  schema: providerRow,
  async save(unit, rows, context) {
    const { organizationId } = context.viewer;
    const locationIdOf = (externalId: string) => importedId(organizationId, "location", externalId);
    const rejections = await rejectUnknownLocations(unit.em, rows, locationIdOf);
    const placed = rows.filter((row) => !rejections.has(row));
    const withoutRoom = await codesWithoutRoom(
      unit.em,
      placed.flatMap(({ specialties }) => specialties.map(({ code }) => code)),
    );
    for (const row of placed)
      if (row.specialties.some(({ code }) => withoutRoom.has(code))) rejections.set(row, catalogueIsFull);
    const importable = placed.filter((row) => !rejections.has(row));

    const catalogue = await catalogueSpecialties(
      unit.em,
      importable.flatMap(({ specialties }) => specialties),
    );
    const practices = new Map<ProviderRow, Practice>();
    const weeks = new Map<ProviderRow, readonly WeeklyInterval[]>();
    let newTemplates: ReadonlyMap<ProviderRow, Template> = new Map();
    const saved = await saveImportedRows(
      unit,
      ProviderRow,
      importable.map((row) => ({
        id: importedId(organizationId, "provider", row.externalId),
        externalId: row.externalId,
        givenName: row.givenName,
        familyName: row.familyName,
        gender: row.gender ?? null,
        timeZone: row.timeZone,
      })),
      {
        // Only new ones: importing the file again must not reinstate a provider who was suspended since.
        async completeNew(created) {
          for (const row of created) row.status = ProviderStatus.ACTIVE;
        },
        async saveParts(providers) {
          for (const [index, provider] of providers.entries()) {
            const source = importable[index];
            if (source) practices.set(provider, practiceOf(source, catalogue, locationIdOf));
            if (source?.weekly) weeks.set(provider, source.weekly);
          }
          const elsewhere = await savePractices(unit.em, practices);
          newTemplates = await importTemplates(unit.em, weeks);
          return new Set([...elsewhere, ...[...newTemplates.keys()].map(({ id }) => id)]);
        },
      },
    );
    const outcomes = new Map<ImportedProvider, RowOutcome>(rejections);
    for (const [index, entry] of saved.entries()) {
      const source = importable[index];
      const practice = practices.get(entry.row);
      if (!source || !practice) continue;
      outcomes.set(source, outcomeOf(entry));
      if (entry.outcome === "created") unit.emit(() => providerRegistered(entry.row, practice, { imported: true }));
      if (entry.outcome === "updated") unit.emit(() => providerUpdated(entry.row, practice, { imported: true }));
    }
    // After what registers their providers.
    for (const [provider, template] of newTemplates) {
      unit.emit(() => availabilityChanged(provider, template, { imported: true }));
    }
    return rows.map((row) => outcomes.get(row) ?? "unchanged");
  },
});

const catalogueIsFull: RowOutcome = {
  code: "VALIDATION_FAILED",
  field: ["specialties"],
  message: "the catalogue of specialties is full",
};

function practiceOf(
  row: ImportedProvider,
  catalogue: ReadonlyMap<string, SpecialtyRow>,
  locationIdOf: (externalId: string) => string,
): Practice {
  const codes = new Set(row.specialties.map(({ code }) => code));
  return {
    specialties: [...codes].flatMap((code) => catalogue.get(code) ?? []),
    locationIds: [...new Set(row.locationExternalIds.map(locationIdOf))],
  };
}

async function rejectUnknownLocations(
  em: EntityManager,
  rows: readonly ImportedProvider[],
  locationIdOf: (externalId: string) => string,
): Promise<Map<ImportedProvider, RowOutcome>> {
  const wanted = new Set(rows.flatMap(({ locationExternalIds }) => locationExternalIds.map(locationIdOf)));
  const found = await em.find(LocationRow, { id: { $in: [...wanted] } }, { fields: ["id"] });
  const known = new Set(found.map(({ id }) => id));
  const rejections = new Map<ImportedProvider, RowOutcome>();
  for (const row of rows) {
    const unknown = row.locationExternalIds.findIndex((externalId) => !known.has(locationIdOf(externalId)));
    if (unknown < 0) continue;
    rejections.set(row, {
      code: "NOT_FOUND",
      field: ["locationExternalIds", String(unknown)],
      message: "the location was not imported",
    });
  }
  return rejections;
}
