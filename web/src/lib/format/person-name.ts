const titles = /^(dr|prof|mr|mrs|ms|mx)\.?$/i;

/** At most two letters for an avatar, without titles: "Dr. Leila Haddad" gives LH. */
export function initials(fullName: string): string {
  const words = fullName.split(/\s+/).filter((word) => word !== "" && !titles.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  // Letters of joined scripts would melt into a ligature that is nobody's initials.
  const joiner = /\p{Script=Arabic}/u.test(fullName) ? "\u200c" : "";
  return letters.join(joiner).toLocaleUpperCase();
}

/** How to greet someone: title and last name when there is a title, else the first name. */
export function greetingName(fullName: string): string {
  const words = fullName.split(/\s+/).filter((word) => word !== "");
  const [first, ...rest] = words;
  if (first === undefined) {
    return fullName;
  }
  const last = rest.at(-1);
  return titles.test(first) && last !== undefined ? `${first} ${last}` : first;
}
