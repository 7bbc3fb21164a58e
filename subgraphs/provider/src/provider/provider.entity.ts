import type { AdministrativeGender } from "@careconnect/kit";
import { fold, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { languageRanges } from "./language.range.ts";
import { ProviderStatus } from "./provider.status.ts";

type Speaking = { languages?: readonly string[] };
type Searchable = { givenName: string; familyName: string };

export const ProviderRow = defineEntity({
  name: "ProviderRow",
  tableName: "provider",
  properties: {
    ...ownedRow,
    /** The id in the system that the row was imported from. */
    externalId: p.text().$type<string | null>().nullable(),
    givenName: p.text(),
    familyName: p.text(),
    // Searches compare folded text; keeping it in a column lets an index serve the prefix.
    givenNameFolded: p
      .text()
      .onCreate((row: Searchable) => fold(row.givenName))
      .onUpdate((row: Searchable) => fold(row.givenName)),
    familyNameFolded: p
      .text()
      .onCreate((row: Searchable) => fold(row.familyName))
      .onUpdate((row: Searchable) => fold(row.familyName)),
    gender: p.text().$type<AdministrativeGender | null>().nullable(),
    /** IANA name, e.g. `America/New_York`. */
    timeZone: p.text(),
    /** BCP 47 tags, as they are written canonically. */
    languages: p.array().columnType("text[]").$type<string[]>().defaultRaw("'{}'"),
    /** By which ranges each of them is found: in a column, an index serves them. */
    languageRanges: p
      .array()
      .columnType("text[]")
      .$type<string[]>()
      .defaultRaw("'{}'")
      .onCreate((row: Speaking) => languageRanges(row.languages ?? []))
      .onUpdate((row: Speaking) => languageRanges(row.languages ?? [])),
    status: p.enum(() => ProviderStatus),
    /** How many ratings count of each score, 1 to 5, and their mean; 0 for none. Written by what applies events of ratings. */
    ratingCounts: p.array().columnType("int[]").$type<number[]>().defaultRaw("'{0,0,0,0,0}'"),
    rating: p.double().$type<number>().default(0),
  },
  uniques: [{ name: "provider_external_id_unique", properties: ["organizationId", "externalId"] }],
  indexes: [
    { properties: ["organizationId", "familyName", "givenName", "id"] },
    { name: "provider_rating_order", properties: ["organizationId", "rating", "id"] },
    {
      name: "provider_name_trigrams",
      expression:
        "create index provider_name_trigrams on provider using gin ((given_name_folded || ' ' || family_name_folded) gin_trgm_ops)",
    },
    {
      name: "provider_language_ranges",
      expression: "create index provider_language_ranges on provider using gin (language_ranges)",
    },
    // LIKE 'abc%' needs the pattern operator class unless the database's collation is C.
    {
      name: "provider_given_name_prefix",
      expression:
        "create index provider_given_name_prefix on provider (organization_id, given_name_folded text_pattern_ops)",
    },
    {
      name: "provider_family_name_prefix",
      expression:
        "create index provider_family_name_prefix on provider (organization_id, family_name_folded text_pattern_ops)",
    },
  ],
});

export type ProviderRow = InferEntity<typeof ProviderRow>;
