import { birthVariants, swappedDay } from "./birth.variants.ts";
import { areTwoNames } from "./given.names.ts";
import { type BirthLikeness, type Likeness, type NameLikeness, weights } from "./likeness.weights.ts";
import { isNickname } from "./nickname.table.ts";

/** What is compared of a record; names are folded. */
export interface Compared {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly gender: string | null;
}

/** What the database compares: how many letters have to be changed to make one name of the other, and what is equal. */
export interface Comparison {
  readonly givenEdits: number;
  readonly familyEdits: number;
  /** Of the one's given and the other's family name, and the other way round. */
  readonly crossEdits: readonly [number, number];
  readonly sameEmail: boolean;
  readonly samePhone: boolean;
  readonly sameMemberNumber: boolean;
}

export interface Score {
  readonly points: number;
  readonly reasons: readonly Likeness[];
}

/** How much two records look like one person's, and by what. */
export function scoreOf(one: Compared, other: Compared, compared: Comparison): Score {
  const names = namesOf(one, other, compared);
  const birth = birthLikeness(one.birthDate, other.birthDate);
  const evidence: readonly (readonly [boolean, number, Likeness | undefined])[] = [
    [true, names.points, names.reason],
    [true, weights.birth[birth], birthReason[birth]],
    [compared.sameEmail, weights.email, "SAME_EMAIL"],
    [compared.samePhone, weights.phone, "SAME_PHONE"],
    [compared.sameMemberNumber, weights.memberNumber, "SAME_MEMBER_NUMBER"],
    [isOtherGender(one, other), weights.otherGender, undefined],
  ];
  const found = evidence.filter(([isSo]) => isSo);
  return {
    points: found.reduce((sum, [, points]) => sum + points, 0),
    reasons: found.flatMap(([, , reason]) => reason ?? []),
  };
}

const birthReason: Readonly<Record<BirthLikeness, Likeness | undefined>> = {
  same: "SAME_BIRTH_DATE",
  swapped: "SIMILAR_BIRTH_DATE",
  digit: "SIMILAR_BIRTH_DATE",
  other: undefined,
};

function birthLikeness(one: string, other: string): BirthLikeness {
  if (one === other) return "same";
  if (swappedDay(one) === other) return "swapped";
  return birthVariants(one).includes(other) ? "digit" : "other";
}

/** In their order or swapped, whichever says more. */
function namesOf(one: Compared, other: Compared, compared: Comparison): { points: number; reason?: Likeness } {
  const alike = likenessOf(one.given, other.given, compared.givenEdits);
  // Two names that differ in a letter are a mistake less often than twins.
  const given = alike === "similar" && areTwoNames(one.given, other.given) ? "other" : alike;
  const family = likenessOf(one.family, other.family, compared.familyEdits);
  const points = weights.given[given] + weights.family[family];
  const crossed = [
    likenessOf(one.given, other.family, compared.crossEdits[0]),
    likenessOf(one.family, other.given, compared.crossEdits[1]),
  ];
  const isSwapped = crossed.every((likeness) => likeness !== "other" && likeness !== "incomparable");
  const swapped = isSwapped
    ? weights.swapped[crossed.every((likeness) => likeness === "same") ? "same" : "similar"]
    : points;
  if (swapped > points) return { points: swapped, reason: "SWAPPED_NAMES" };
  if (given === "same" && family === "same") return { points, reason: "SAME_NAME" };
  return points > 0 ? { points, reason: "SIMILAR_NAME" } : { points };
}

function likenessOf(one: string, other: string, edits: number): NameLikeness {
  if (one === other) return "same";
  if (!haveOneScript(one, other)) return "incomparable";
  if (isNickname(firstWord(one), firstWord(other))) return "nickname";
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  // A second name, an initial or what a name is shortened to.
  if (shorter.length > 0 && (longer.startsWith(`${shorter} `) || (shorter.length >= 3 && longer.startsWith(shorter))))
    return "similar";
  if (/^.\.?$/u.test(shorter) && longer.startsWith(shorter.slice(0, 1))) return "similar";
  if (longer.split(/[ -]/).includes(shorter)) return "similar";
  return edits <= mistakesIn(longer) || (edits === 2 && lettersOf(one) === lettersOf(other)) ? "similar" : "other";
}

/** Two letters that changed places are one mistake, and two edits. */
const lettersOf = (name: string) => [...name].sort().join("");

/** How many letters may be wrong in a name for it to be the same one. */
function mistakesIn(name: string): number {
  if (name.length <= 2) return 0;
  return name.length <= 5 ? 1 : 2;
}

const firstWord = (name: string) => name.split(" ")[0] ?? name;

const isLatin = (name: string) => /\p{Script=Latin}/u.test(name);

/** What is written in another script says nothing of how it sounds. */
function haveOneScript(one: string, other: string): boolean {
  return isLatin(one) === isLatin(other);
}

function isOtherGender(one: Compared, other: Compared): boolean {
  return one.gender !== null && other.gender !== null && one.gender !== other.gender;
}
