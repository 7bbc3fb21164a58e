import bidiFactory, { type Bidi } from "bidi-js";
import { faceFor, fallbackFace, type TypeFace, type Weight } from "./type.face.ts";

// It is a CommonJS module that is its factory, whatever its types say.
const bidi = (bidiFactory as unknown as () => Bidi)();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A part of a line in one face and one direction, as it is given to the font, which shapes it. */
export interface TextRun {
  readonly text: string;
  readonly face: TypeFace;
}

interface LogicalRun extends TextRun {
  readonly level: number;
}

/**
 * A line of text as it is seen from left to right: split where script or direction changes, and ordered by the Unicode
 * Bidirectional Algorithm. Fonts join and turn the letters of a script that runs from right to left by themselves.
 */
export function visualRuns(line: string, weight: Weight): TextRun[] {
  return reordered(logicalRuns(line, weight)).map(({ text, face, level }) => ({
    face,
    text: level % 2 === 1 ? turned(text) : text,
  }));
}

/** Whether every character of the text can be printed. */
export function isPrintable(text: string): boolean {
  return [...text].every((character) => isInvisible(character) || faceFor(character, "regular") !== undefined);
}

/** What says how others are shown, and is not shown itself. */
function isInvisible(character: string): boolean {
  return /^[\p{Default_Ignorable_Code_Point}\p{Cc}]$/u.test(character);
}

function logicalRuns(line: string, weight: Weight): LogicalRun[] {
  const { levels } = bidi.getEmbeddingLevels(line);
  const runs: { text: string; face: TypeFace; level: number }[] = [];
  for (const { segment, index } of graphemes.segment(line)) {
    const last = runs.at(-1);
    const level = levels[index] ?? 0;
    const face = faceOfGrapheme(segment, weight, last?.face);
    if (last && last.face === face && last.level === level) last.text += segment;
    else runs.push({ text: segment, face, level });
  }
  return runs;
}

/** All of what is seen as one character comes from one face, if possible from that of what stands before it. */
function faceOfGrapheme(grapheme: string, weight: Weight, before: TypeFace | undefined): TypeFace {
  const visible = [...grapheme].filter((character) => !isInvisible(character));
  const hasAll = (face: TypeFace | undefined) =>
    face !== undefined &&
    visible.every((character) => face.font.hasGlyphForCodePoint(character.codePointAt(0) as number));
  if (before && hasAll(before)) return before;
  const faces = visible.map((character) => faceFor(character, weight));
  return faces.find(hasAll) ?? faces[0] ?? before ?? fallbackFace(weight);
}

/** Rule L2: from the highest level down to 1, whatever is at a level or above it is turned round. */
function reordered(runs: readonly LogicalRun[]): LogicalRun[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  }
  return ordered;
}

const strongFromRight = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Brackets open the other way; what no font turns, since it belongs to no script, is turned here. */
function turned(text: string): string {
  const mirrored = [...graphemes.segment(text)].map(({ segment }) => bidi.getMirroredCharacter(segment) ?? segment);
  return strongFromRight.test(text) ? mirrored.join("") : mirrored.reverse().join("");
}
