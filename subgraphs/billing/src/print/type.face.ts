import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkit";

/** How heavy what is printed is. */
export type Weight = "regular" | "bold";

/** A font of one script, as part of a chain that has many. */
export interface TypeFace {
  readonly name: string;
  readonly font: Font;
}

const weightNumber: Readonly<Record<Weight, number>> = { regular: 400, bold: 700 };

/** The scripts in which names are printed, the likeliest first: Noto Sans, a package for each family, a file for each script. */
const scripts = [
  ...["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese", "devanagari"].map(
    (script) => ["noto-sans", script] as const,
  ),
  ["noto-sans-arabic", "arabic"],
  ["noto-sans-hebrew", "hebrew"],
  ["noto-sans-thai", "thai"],
] as const;

const { resolve } = createRequire(import.meta.url);
const opened = new Map<string, TypeFace>();

/** A file is read when the first character is looked for in it, and kept: there are few, and each is small. */
function faceOf([family, script]: (typeof scripts)[number], weight: Weight): TypeFace {
  const name = `${family}-${script}-${weightNumber[weight]}-normal`;
  let face = opened.get(name);
  if (!face) {
    const file = resolve(`@fontsource/${family}/files/${name}.woff`);
    face = { name, font: create(readFileSync(file)) as Font };
    opened.set(name, face);
  }
  return face;
}

/** The face that has a character; undefined when none has. */
export function faceFor(character: string, weight: Weight): TypeFace | undefined {
  const codePoint = character.codePointAt(0) ?? 0;
  for (const script of scripts) {
    const face = faceOf(script, weight);
    if (face.font.hasGlyphForCodePoint(codePoint)) return face;
  }
  return undefined;
}

/** What is printed where no face has the character: the first one's sign for that, an empty box. */
export function fallbackFace(weight: Weight): TypeFace {
  return faceOf(scripts[0] as (typeof scripts)[number], weight);
}
