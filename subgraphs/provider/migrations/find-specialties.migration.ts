import { Migration } from "@mikro-orm/migrations";

/** As searches compared words when this was written. */
function wordsOf(name: string): string {
  const folded = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}+/gu, "")
    .toLowerCase();
  return ["", ...folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean)].join(" ");
}

/** What providers practise is found by the words of its names, also mistyped, through an index. */
export class FindSpecialties extends Migration {
  override async up(): Promise<void> {
    await this.execute("alter table specialty add column name_words text not null default ''");
    const names = await this.execute("select distinct name from specialty");
    for (const { name } of names as { readonly name: string }[])
      await this.execute("update specialty set name_words = ? where name = ?", [wordsOf(name), name]);
    await this.execute("create index specialty_name_trigrams on specialty using gin (name_words gin_trgm_ops)");
  }
}
