import { raw } from "@mikro-orm/postgresql";
import { BadUserInputError } from "../errors/errors.ts";
import { fold, startsWith } from "../persistence/fold.ts";
import { familyNameFirst } from "./full.name.ts";

const longestSearch = 100;

/**
 * How much of a search's trigrams a name shares that is like it: of one that is mistyped once it has more, of one with a
 * mistake in each word about as much. A setting of connections, since an index serves the operator alone, which takes none.
 */
export const nameLikeness = 0.4;

/**
 * The words of `search`, as names are compared.
 * @throws BadUserInputError when it is too long
 */
export function searchedWords(search: string): string[] {
  if (search.length > longestSearch) {
    throw new BadUserInputError(`Search for ${longestSearch} characters at most.`, ["filter", "search"]);
  }
  return fold(search).split(" ").filter(Boolean);
}

/**
 * People of whom each word starts a word of their name (see {@link hasTrigram}), in whatever order; also who is written without a space, as Chinese,
 * Japanese and Korean names are: the family name, and what follows it.
 */
export function namedBy(words: readonly string[]): object {
  return { $and: words.map((word) => ({ $or: [startingWord(word), ...writtenWithoutSpace(word)] })) };
}

/**
 * Of shorter words the index of trigrams has none, and of letters that are not Latin neither: these are looked for where a
 * name starts.
 */
const hasTrigram = /^[ -~]{3,}$/;

function startingWord(word: string): object {
  return hasTrigram.test(word)
    ? nameMatches(startOfWord(quoted(word)))
    : { $or: [{ givenNameFolded: { $like: startsWith(word) } }, { familyNameFolded: { $like: startsWith(word) } }] };
}

function writtenWithoutSpace(word: string): object[] {
  if (!familyNameFirst.test(word)) return [];
  const signs = [...word.normalize("NFC")];
  return signs.slice(1).map((_, index) => ({
    familyNameFolded: fold(signs.slice(0, index + 1).join("")),
    givenNameFolded: { $like: startsWith(fold(signs.slice(index + 1).join(""))) },
  }));
}

/** A shorter word is one slip away from many, and no name has a word that is longer. */
const mayBeMistyped = /^[ -~]{4,40}$/;

/**
 * People of whom each word starts a word of their name but for one slip: two letters that follow each other are swapped,
 * one is another, is missing or too much. The first letter is right, as it nearly always is, unless it was swapped.
 */
export function namedClosely(words: readonly string[]): object {
  return { $and: words.map((word) => (mayBeMistyped.test(word) ? nameMatches(closeTo(word)) : startingWord(word))) };
}

/** What matches the start of a word that is `word` but for one slip, as a regular expression of PostgreSQL. */
export function closeTo(word: string): string {
  const letters = [...word].map(quoted);
  if (!mayBeMistyped.test(word)) return startOfWord(quoted(word));
  const within = letters.flatMap((letter, at) => {
    const [before, after] = [letters.slice(0, at).join(""), letters.slice(at + 1).join("")];
    // Of the last letter, what is left starts with the rest of it, which is too little to go by.
    if (after === "") return [];
    const swapped = `${before}${letters[at + 1]}${letter}${letters.slice(at + 2).join("")}`;
    return [swapped, ...(at === 0 ? [] : [`${before}.${after}`, `${before}${after}`, `${before}.${letter}${after}`])];
  });
  const [last = "", start] = [letters.at(-1), letters.slice(0, -1).join("")];
  return startOfWord(`(${[...new Set(within), `${start}.${last}`, `${start}.?${end}`].join("|")})`);
}

/** Between words of a name, beside its ends. */
const between = " '’\u2010-";
const end = `($|[${between}])`;

function startOfWord(pattern: string): string {
  return `(^|[${between}])${pattern}`;
}

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.[\]|()?*+{}]/g, String.raw`\$&`);
}

/** People whose name matches this regular expression, by the index of its trigrams. */
function nameMatches(pattern: string): object {
  const matches = raw((person) => `${fullName(person)} ~ ?`, [pattern]);
  return { [matches.key]: [] };
}

/** Places and companies in whose name each word starts a word: an organization has few, so no index has to serve it. */
export function titledBy(words: readonly string[]): object {
  return {
    $and: words.map((word) => ({
      $or: [{ nameFolded: { $like: startsWith(word) } }, { nameFolded: { $like: `% ${startsWith(word)}` } }],
    })),
  };
}

/** How much it shares of each word's: the first letters, or some that follow each other. */
const wordLikeness = 0.2;

/** What the index of trigrams has, of the table that is asked. */
const fullName = (person: string) => `(${person}.given_name_folded || ' ' || ${person}.family_name_folded)`;

/**
 * People whose name is like `words`, in whatever order: they share much of its trigrams, and something of each
 * word's, so that a family of the name does not bring everybody of it.
 */
export function namedLike(words: readonly string[]): object {
  const isLike = raw(
    (person) => {
      const hasWord = `word_similarity(?, ${fullName(person)}) >= ${wordLikeness}`;
      return `(${[`? <% ${fullName(person)}`, ...words.map(() => hasWord)].join(" and ")})`;
    },
    [words.join(" "), ...words],
  );
  return { [isLike.key]: [] };
}
