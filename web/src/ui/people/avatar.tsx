import { initials } from "../../lib/format/person-name.ts";
import styles from "./avatar.module.css";

const tones = ["teal", "blue", "grey", "green", "amber"] as const;

// The same person has the same colour on every page.
function toneOf(name: string): (typeof tones)[number] {
  let sum = 0;
  for (const letter of name) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return tones[sum % tones.length] ?? "teal";
}

/** A person's initials in a circle; decoration, since the name always stands beside it. */
export function Avatar({ name, size = 32 }: { name: string; size?: 32 | 36 | 56 }) {
  return (
    <span aria-hidden className={styles.avatar} data-tone={toneOf(name)} data-size={size}>
      {initials(name)}
    </span>
  );
}
