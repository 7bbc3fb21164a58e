/** Scripts in which the family name is written first. */
export const familyNameFirst = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}々ー・\s]+$/u;

/** A person's name as their script writes it: Chinese, Japanese and Korean the family name first, without a space. */
export function fullNameOf({
  givenName,
  familyName,
}: {
  readonly givenName: string;
  readonly familyName: string;
}): string {
  return familyName !== "" && [familyName, givenName].every((name) => familyNameFirst.test(name))
    ? `${familyName}${givenName}`
    : `${givenName} ${familyName}`.trim();
}
