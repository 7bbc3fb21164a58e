import { Migration } from "@mikro-orm/migrations";

/** Providers are found by names with mistakes, by what they speak and by their ratings, each through an index. */
export class FindProviders extends Migration {
  override up(): void {
    // Where the template of the databases has it, it is there already.
    this.addSql("create extension if not exists pg_trgm");
    this.addSql(
      "create index provider_name_trigrams on provider using gin ((given_name_folded || ' ' || family_name_folded) gin_trgm_ops)",
    );
    this.addSql("create index provider_rating_order on provider (organization_id, rating, id)");
    this.addSql("alter table provider add column language_ranges text[] not null default '{}'");
    // Of `es-MX`, these are `es` and `es-mx`.
    this.addSql(`
      update provider set language_ranges = array(
        select distinct array_to_string(parts[1:length], '-')
        from unnest(languages) as tag, string_to_array(lower(tag), '-') as parts, generate_series(1, cardinality(parts)) as length
      )
      where languages <> '{}'
    `);
    this.addSql("create index provider_language_ranges on provider using gin (language_ranges)");
  }
}
