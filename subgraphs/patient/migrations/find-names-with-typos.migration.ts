import { Migration } from "@mikro-orm/migrations";

export class FindNamesWithTypos extends Migration {
  override up(): void {
    // Where the template of the databases has it, it is there already.
    this.addSql("create extension if not exists pg_trgm");
    this.addSql(
      "create index patient_name_trigrams on patient using gin ((given_name_folded || ' ' || family_name_folded) gin_trgm_ops)",
    );
  }
}
