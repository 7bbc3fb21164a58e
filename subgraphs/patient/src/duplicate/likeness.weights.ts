/** What can be said of two records, compared. */
export type Likeness =
  | "SAME_NAME"
  | "SIMILAR_NAME"
  | "SWAPPED_NAMES"
  | "SAME_BIRTH_DATE"
  | "SIMILAR_BIRTH_DATE"
  | "SAME_EMAIL"
  | "SAME_PHONE"
  | "SAME_MEMBER_NUMBER";

/** How two names of a kind compare. `unlike`: in other scripts, which says nothing. */
export type NameLikeness = "same" | "nickname" | "similar" | "incomparable" | "other";

/** How two days of birth compare. */
export type BirthLikeness = "same" | "swapped" | "digit" | "other";

/**
 * What each comparison says for (or against) two records being one person's, in points: about the logarithm of how much more
 * often it is so for one person than for two, to the base of two. A given name tells more against than a family name, which
 * people change, and so much that all that a family shares, name, numbers and addresses, and twins a day of birth, too, does not
 * make one person of two; a day of birth the most of what is left, since fathers and sons share all the rest.
 */
export const weights = {
  given: { same: 4, nickname: 3, similar: 2.5, incomparable: 0, other: -12 },
  family: { same: 4, nickname: 2.5, similar: 2.5, incomparable: 0, other: -3 },
  swapped: { same: 7, similar: 4 },
  birth: { same: 6, swapped: 4, digit: 3, other: -8 },
  email: 4,
  phone: 3,
  memberNumber: 3,
  otherGender: -2,
} as const satisfies Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** From how many points on two records are shown as one person's, possibly. */
export const possibleFrom = 9;
