import { describe, expect, it } from "vitest";
import { isPrintable, visualRuns } from "./visual.text.ts";

const texts = (line: string) => visualRuns(line, "regular").map(({ text }) => text);
/** Which glyphs stand where, from left to right. */
const glyphs = (line: string) =>
  visualRuns(line, "regular").flatMap(({ text, face }) =>
    face.font.layout(text).glyphs.map(({ id, codePoints }) => ({ id, codePoints })),
  );

describe("text on paper", () => {
  it("is left as it is where it runs from the left, whichever alphabets it has", () => {
    expect(texts("Visit in person")).toEqual(["Visit in person"]);
    for (const name of [
      "Łukasz Żółć",
      "Ελένη Παπαδοπούλου",
      "Наталья Иванова",
      "Nguyễn Thị Hồng",
      "สมชาย",
      "प्रिया शर्मा",
    ]) {
      expect(texts(name).join("")).toBe(name);
      expect(isPrintable(name)).toBe(true);
      expect(glyphs(name).every(({ id }) => id !== 0)).toBe(true);
    }
  });

  it("begins at the right where it runs from there, word by word and letter by letter", () => {
    const [letter, ...others] = [..."محمد علي"].map((character) => character.codePointAt(0) ?? 0);
    // The dots of a letter are drawn by themselves, and stand for no character.
    const seen = glyphs("محمد علي").flatMap(({ codePoints }) => codePoints.slice(0, 1));
    expect(seen.at(-1)).toBe(letter);
    expect(seen).toEqual([...others.reverse(), letter]);
    expect(glyphs("שלום").map(({ codePoints }) => codePoints[0])).toEqual(
      [..."שלום"].reverse().map((character) => character.codePointAt(0)),
    );
  });

  it("joins the letters of Arabic: none stands as it would by itself", () => {
    const joined = glyphs("محمد");
    const alone = [..."محمد"].reverse().flatMap((letter) => glyphs(letter));
    expect(joined).toHaveLength(4);
    expect(joined.map(({ id }) => id)).not.toEqual(alone.map(({ id }) => id));
    expect(joined.every(({ id }) => id !== 0)).toBe(true);
  });

  it("keeps numbers and other alphabets within it in their own order, and turns brackets", () => {
    expect(
      texts("فاطمة 123")
        .map((text) => text.trim())
        .filter(Boolean),
    ).toEqual(["123", "فاطمة"]);
    expect(texts("فاطمة (Fatima)").join("|")).toMatch(/\(.*Fatima.*\)/);
    expect(
      texts("Ms. فاطمة")
        .map((text) => text.trim())
        .filter(Boolean),
    ).toEqual(["Ms.", "فاطمة"]);
  });

  it("shows an empty box where no font has a character, and says that it does", () => {
    expect(isPrintable("山田太郎")).toBe(false);
    expect(glyphs("山田").map(({ id }) => id)).toEqual([0, 0]);
    expect(isPrintable("Ana\u200D María\u00AD")).toBe(true);
  });
});
