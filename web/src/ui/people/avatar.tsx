import { useState } from "react";
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

interface AvatarProps {
  readonly name: string;
  readonly size?: 32 | 36 | 56;
  /** Where their picture is, if there is one. */
  readonly picture?: string | undefined;
}

/** A person's picture, or their initials, in a circle; decoration, since the name always stands beside it. */
export function Avatar({ name, size = 32, picture }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span aria-hidden className={styles.avatar} data-tone={toneOf(name)} data-size={size}>
      {picture === undefined || picture === broken ? (
        initials(name)
      ) : (
        // A link that is good no more leaves the initials.
        <img src={picture} alt="" onError={() => setBroken(picture)} />
      )}
    </span>
  );
}
