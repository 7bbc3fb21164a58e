import { expect, test } from "vitest";

const found = import.meta.glob<Record<string, object>>("./*.ts", { eager: false });
const placeholders = /\{\{[^}]*\}\}/g;

type Texts = ReadonlyMap<string, string>;

function textsOf(catalogue: object, place = ""): Texts {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "string" ? [[place + key, value]] : [...textsOf(value as object, `${place}${key}.`)],
    ),
  );
}

/** `de.frame.ts` is the file of `frame` in German; the one without an area is that of all other pages. */
async function catalogue(language: string, area: string): Promise<Texts> {
  const load = found[`./${language}${area}.ts`];
  const [first] = Object.values((await load?.()) ?? {});
  return textsOf(first ?? {});
}

const areas = Object.keys(found)
  .map((file) => /^\.\/en(\.[\w-]+)?\.ts$/.exec(file))
  .flatMap((match) => (match === null ? [] : [match[1] ?? ""]));

test.each(areas.flatMap((area) => ["de", "es", "ar"].map((language) => [language, area] as const)))(
  "%s%s leaves nothing out of its texts, and nothing empty",
  async (language, area) => {
    const [english, other] = [await catalogue("en", area), await catalogue(language, area)];
    expect(english.size).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const [key, text] of other) {
      const source = english.get(key) ?? english.get(key.replace(/_\w+$/, "_other")) ?? "";
      const asked = new Set(source.match(placeholders));
      const given = new Set(text.match(placeholders));
      // A form for exactly one or two may say it in a word.
      asked.delete("{{count, number}}");
      given.delete("{{count, number}}");
      if (text.trim() === "" || [...asked].sort().join() !== [...given].sort().join()) {
        wrong.push(key);
      }
    }
    expect(wrong).toEqual([]);
  },
);

// What a page counts: the forms that a language keeps for millions are never asked for.
const counts = Array.from({ length: 1_001 }, (_, count) => count);

test.each(areas.flatMap((area) => ["en", "de", "es", "ar"].map((language) => [language, area] as const)))(
  "%s%s has each form of what it counts that its language tells apart",
  async (language, area) => {
    const rules = new Intl.PluralRules(language);
    const needed = [...new Set(counts.map((count) => rules.select(count)))];
    const keys = new Set((await catalogue(language, area)).keys());
    const counted = new Set([...keys].flatMap((key) => /^(.*)_(?:zero|one|two|few|many|other)$/.exec(key)?.[1] ?? []));
    const lacking = [...counted].flatMap((text) => needed.map((form) => `${text}_${form}`));
    expect(lacking.filter((key) => !keys.has(key))).toEqual([]);
  },
);

test("Arabic tells six forms apart", () => {
  const rules = new Intl.PluralRules("ar");
  expect([...new Set(counts.map((count) => rules.select(count)))].sort()).toEqual([
    "few",
    "many",
    "one",
    "other",
    "two",
    "zero",
  ]);
});
