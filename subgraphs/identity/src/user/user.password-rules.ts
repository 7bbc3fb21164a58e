export const shortestPassword = 12;
export const longestPassword = 256;

/** What is wrong with a new password; undefined when it is good. */
export type PasswordProblem = "too-short" | "too-long" | "common" | "repetitive" | "personal";

/**
 * NIST SP 800-63B: length counts, composition does not. Refused are passwords that everybody tries first, a short
 * pattern over and over, a walk along the keyboard or the alphabet, and what is known of the person.
 * @param known the e-mail address and the name of whoever chooses it
 */
export function passwordProblem(password: string, known: readonly string[]): PasswordProblem | undefined {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < shortestPassword) return "too-short";
  if (characters.length > longestPassword) return "too-long";
  const plain = plainly(characters.join(""));
  if (isRepetitive(plain) || isWalk(plain)) return "repetitive";
  if (isCommon(plain)) return "common";
  if (isPersonal(plain, known)) return "personal";
  return undefined;
}

/** Without case and without the usual replacements of letters, which every guesser knows. */
function plainly(text: string): string {
  return [...text.toLowerCase()].map((character) => replaced[character] ?? character).join("");
}

const replaced: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** With nothing else than one of these words and a few characters around it, a password is among the first to be tried. */
const commonWords = [
  "administrator",
  "careconnect",
  "changemenow",
  "correcthorsebatterystaple",
  "default",
  "football",
  "hospital",
  "iloveyou",
  "letmein",
  "medical",
  "passphrase",
  "password",
  "princess",
  "qwertyuiop",
  "secret",
  "sunshine",
  "superman",
  "testtest",
  "trustno",
  "welcome",
].map(plainly);

function isCommon(plain: string): boolean {
  let rest = plain;
  for (const word of commonWords) rest = rest.replaceAll(word, "");
  return rest.length < plain.length && (rest.length < 8 || isRepetitive(rest) || isWalk(rest));
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`, or four different characters in all. */
function isRepetitive(plain: string): boolean {
  return new Set(plain).size < 5 || /^(.{1,6})\1+.?$/su.test(plain);
}

const tracks = ["abcdefghijklmnopqrstuvwxyz", "oi2eas6t89o", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop"];

/** Made of runs along the alphabet, the digits or a row of keys, in either direction. */
function isWalk(plain: string): boolean {
  let covered = 0;
  for (let start = 0; start < plain.length; ) {
    const run = longestRun(plain, start);
    if (run >= 3) covered += run;
    start += Math.max(run, 1);
  }
  return plain.length - covered < 4;
}

function longestRun(plain: string, start: number): number {
  let length = 1;
  while (start + length < plain.length && onTrack(plain.slice(start, start + length + 1))) length += 1;
  return length;
}

function onTrack(part: string): boolean {
  const backwards = [...part].reverse().join("");
  return tracks.some((track) => track.includes(part) || track.includes(backwards));
}

/** What remains without the parts of the name and the address is too short to be a secret. */
function isPersonal(plain: string, known: readonly string[]): boolean {
  const parts = known
    .flatMap((text) => plainly(text).split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length >= 4)
    .sort((one, other) => other.length - one.length);
  let rest = plain;
  for (const part of parts) rest = rest.replaceAll(part, "");
  return rest.length < plain.length && rest.length < 8;
}
