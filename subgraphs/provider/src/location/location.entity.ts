import { addressColumn, fold, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { OpeningInterval } from "./opening.hours.ts";

type Searchable = { name: string };

/** A place where patients are seen: a clinic, a practice, a hospital. */
export const LocationRow = defineEntity({
  name: "LocationRow",
  tableName: "location",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    name: p.text(),
    nameFolded: p
      .text()
      .onCreate((row: Searchable) => fold(row.name))
      .onUpdate((row: Searchable) => fold(row.name)),
    address: addressColumn,
    // The clinic's own number, published on its door: plain, unlike a patient's.
    phone: p.text().$type<string | null>().nullable(),
    /** IANA name, e.g. `America/New_York`. */
    timeZone: p.text(),
    /** On the clock of its zone, in the order of the week; null: at all times. */
    openingHours: p.json<OpeningInterval[] | null>().nullable(),
  },
  uniques: [{ name: "location_external_id_unique", properties: ["organizationId", "externalId"] }],
  indexes: [{ properties: ["organizationId", "name", "id"] }],
});

export type LocationRow = InferEntity<typeof LocationRow>;
