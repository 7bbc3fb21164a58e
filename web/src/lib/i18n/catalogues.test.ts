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
