import { Migration } from "@mikro-orm/migrations";

/** The files that a subgraph with a file store is going to remove. */
export class CreateFileRemovals extends Migration {
  override up(): void {
    this.addSql(`
      create table file_removal (
        id uuid not null,
        organization_id uuid not null,
        area text not null,
        file_id uuid not null,
        due_at timestamptz(3) not null,
        attempts int not null default 0,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "file_removal_organization_id_due_at_index" on "file_removal" ("organization_id", "due_at")`,
    );
    this.addSql(
      `create index "file_removal_organization_id_file_id_index" on "file_removal" ("organization_id", "file_id")`,
    );
  }
}
