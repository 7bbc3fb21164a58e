import { Migration } from "@mikro-orm/migrations";

/** As searches compared words when this was written. */
function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}+/gu, "")
    .toLowerCase()
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** Payers are found by the words of their names. */
export class FindPayers extends Migration {
  override async up(): Promise<void> {
    await this.execute("alter table payer add column name_folded text not null default ''");
    const names = await this.execute("select distinct name from payer");
    for (const { name } of names as { readonly name: string }[])
      await this.execute("update payer set name_folded = ? where name = ?", [folded(name), name]);
    await this.execute(
      'create index "payer_organization_id_name_id_index" on "payer" ("organization_id", "name", "id")',
    );
    // A process of the version before goes on for a while and leaves the column out; what no letter is written with is not known here.
    await this.execute(`
      create function fold_payer_name() returns trigger language plpgsql as $$
      begin
        new.name_folded := lower(regexp_replace(normalize(new.name, NFKD), '[\\u0300-\\u036f]', '', 'g'));
        return new;
      end $$`);
    await this.execute(`
      create trigger payer_name_folded_on_insert before insert on payer for each row
        when (new.name_folded = '') execute function fold_payer_name()`);
    await this.execute(`
      create trigger payer_name_folded_on_update before update on payer for each row
        when (new.name <> old.name and new.name_folded = old.name_folded) execute function fold_payer_name()`);
  }
}
