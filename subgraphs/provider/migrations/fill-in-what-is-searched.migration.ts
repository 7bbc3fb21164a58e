import { Migration } from "@mikro-orm/migrations";

/**
 * Searches look at columns that are computed from others. A process of a version without them goes on for a while when there
 * is a new one, and leaves them out: the database fills them in.
 */
export class FillInWhatIsSearched extends Migration {
  override up(): void {
    // Marks are known here as far as Latin, Greek and Cyrillic letters have them.
    this.addSql(`
      create function fill_in_name_words() returns trigger language plpgsql as $$
      begin
        new.name_words := coalesce(' ' || nullif(btrim(regexp_replace(
          lower(regexp_replace(normalize(new.name, NFKD), '[\\u0300-\\u036f]', '', 'g')), '[^[:alnum:]]+', ' ', 'g')), ''), '');
        return new;
      end $$`);
    this.addSql(`
      create trigger specialty_name_words_on_insert before insert on specialty for each row
        when (new.name_words = '') execute function fill_in_name_words()`);
    this.addSql(`
      create trigger specialty_name_words_on_update before update on specialty for each row
        when (new.name_words = '' or new.name <> old.name and new.name_words = old.name_words)
        execute function fill_in_name_words()`);
    this.addSql("update specialty set name_words = '' where name_words = ''");

    // Of `es-MX`, these are `es` and `es-mx`.
    this.addSql(`
      create function fill_in_language_ranges() returns trigger language plpgsql as $$
      begin
        new.language_ranges := array(
          select distinct array_to_string(parts[1:length], '-')
          from unnest(new.languages) as tag, string_to_array(lower(tag), '-') as parts,
            generate_series(1, cardinality(parts)) as length);
        return new;
      end $$`);
    this.addSql(`
      create trigger provider_language_ranges_on_insert before insert on provider for each row
        when (new.languages <> '{}' and new.language_ranges = '{}') execute function fill_in_language_ranges()`);
    this.addSql(`
      create trigger provider_language_ranges_on_update before update on provider for each row
        when (new.languages <> '{}' and new.language_ranges = '{}'
          or new.languages <> old.languages and new.language_ranges = old.language_ranges)
        execute function fill_in_language_ranges()`);
    this.addSql("update provider set language_ranges = '{}' where languages <> '{}' and language_ranges = '{}'");
  }
}
