import { Migration } from "@mikro-orm/migrations";

/** What stands on what is printed, and the name of the organization for who has said nothing. */
export class CreateLetterheads extends Migration {
  override up(): void {
    this.addSql(`
      create table letterhead (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        name text not null,
        lines text[] not null,
        footer text null,
        paper text not null,
        primary key (id),
        constraint letterhead_paper_check check (paper in ('A4', 'LETTER'))
      )
    `);
    this.addSql("create index letterhead_since on letterhead (organization_id, created_at, id)");
    this.addSql("alter table organization_reference add column name text null");
  }
}
