import { numberFormat } from "../format/formatters.ts";

type PluralForm<Key extends string> = Key extends `${infer Base}_${Intl.LDMLPluralRule}` ? Base : Key;

/** The address of each text in a catalogue: `billing.title`. Texts that depend on a count have one for all forms. */
export type TextKey<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? PluralForm<Key> : `${Key}.${TextKey<Texts[Key]>}`;
}[keyof Texts & string];

/** What a text's placeholders stand for. `count` chooses its plural form, too. */
export interface TextValues {
  readonly count?: number;
  readonly [name: string]: string | number | undefined;
}

export type TranslateIn<Texts> = (key: TextKey<Texts>, values?: TextValues) => string;

interface Writing {
  /** For numbers and plural forms. */
  readonly locale: string;
  /** Names in other scripts would change the order of the words around them: they are set apart. */
  readonly isolated: boolean;
}

const placeholder = /\{\{(\w+)(, number)?\}\}/g;

/**
 * Texts of one or several catalogues in one language: `{{name}}` is filled in, `{{count, number}}` written as the locale writes
 * numbers; of `visits_one`, `visits_other` … the form is taken that the locale has for `count`, `visits_zero` for none.
 */
export function createTranslate<Texts>(
  catalogues: readonly object[],
  { locale, isolated }: Writing,
): TranslateIn<Texts> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = numberFormat(locale);

  return (key, values = {}) => {
    const forms = values.count === undefined ? [] : formsOf(values.count, plurals);
    const text = findText(catalogues, key, forms);
    return text.replace(placeholder, (_, name: string, number: string | undefined) => {
      const value = values[name] ?? "";
      if (number !== undefined) {
        return numbers.format(Number(value));
      }
      return isolated ? `\u2068${value}\u2069` : String(value);
    });
  };
}

function formsOf(count: number, plurals: Intl.PluralRules): readonly string[] {
  const forms = [plurals.select(count), "other"];
  return count === 0 ? ["zero", ...forms] : forms;
}

function findText(catalogues: readonly object[], key: string, forms: readonly string[]): string {
  const path = key.split(".");
  const name = path.pop() ?? "";
  for (const catalogue of catalogues) {
    let section: unknown = catalogue;
    for (const step of path) {
      section = (section as Record<string, unknown> | undefined)?.[step];
    }
    for (const candidate of [...forms.map((form) => `${name}_${form}`), name]) {
      const text = (section as Record<string, unknown> | undefined)?.[candidate];
      if (typeof text === "string") {
        return text;
      }
    }
  }
  throw new Error(`There is no text ${key}.`);
}
