import { raw } from "@mikro-orm/postgresql";
import { BadUserInputError } from "../errors/errors.ts";
import { fold, startsWith } from "../persistence/fold.ts";

const longestSearch = 100;

/**
 * How much of a search's trigrams a name shares that is like it: of one that is mistyped once it has more, of one with a
 * mistake in each word about as much. A setting of connections, since an index serves the operator alone, which takes none.
 */
export const nameLikeness = 0.4;

/**
 * How much of a search's trigrams and of those of the words that come closest to it are both's, of a name that is closely
 * like it: of a name that is mistyped once nearly always so much, of one that has a word in common seldom. A setting, too.
 */
export const closeLikeness = 0.5;

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

/** People of whom each word starts the given or family name, in whatever order. */
export function namedBy(words: readonly string[]): object {
  return {
    $and: words.map((word) => ({
      $or: [{ givenNameFolded: { $like: startsWith(word) } }, { familyNameFolded: { $like: startsWith(word) } }],
    })),
  };
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
  return likeWords(words, "<%");
}

/** As {@link namedLike}, of those alone whose name is closely like it: fewer to look at, and seldom another than was meant. */
export function namedClosely(words: readonly string[]): object {
  return likeWords(words, "<<%");
}

function likeWords(words: readonly string[], isLikeBy: "<%" | "<<%"): object {
  const isLike = raw(
    (person) => {
      const hasWord = `word_similarity(?, ${fullName(person)}) >= ${wordLikeness}`;
      return `(${[`? ${isLikeBy} ${fullName(person)}`, ...words.map(() => hasWord)].join(" and ")})`;
    },
    [words.join(" "), ...words],
  );
  return { [isLike.key]: [] };
}
