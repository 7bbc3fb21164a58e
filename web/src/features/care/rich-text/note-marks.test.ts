import { expect, test } from "vitest";
import { type Block, type Inline, parseLine, parseNote } from "./note-marks.ts";

/** Blocks and what is in them, written briefly: <b> and <i> here are the test's own signs. */
const line = (parts: readonly Inline[]): string =>
  parts
    .map((part) => (part.kind === "text" ? part.text : `<${part.kind === "em" ? "i" : "b"}>${line(part.children)}</>`))
    .join("");
const brief = (block: Block): string => {
  switch (block.kind) {
    case "heading":
      return `h${block.level} ${line(block.line)}`;
    case "bullets":
      return block.items.map((item) => `- ${line(item)}`).join("|");
    case "numbers":
      return block.items.map((item) => `${item.number}. ${line(item.line)}`).join("|");
    case "paragraph":
      return block.lines.map(line).join("|");
  }
};
const parsed = (text: string) => parseNote(text).map(brief);

test("headings, lists and paragraphs, each as it was written", () => {
  expect(parsed("# Findings\nCough\n  since May\n\n- dry\n- at night\n3. Rest\n4. Tea\n### Plan\n#no heading")).toEqual(
    [...["h1 Findings", "Cough|  since May", "- dry|- at night", "3. Rest|4. Tea", "h3 Plan", "#no heading"]],
  );
  expect(parsed("\r\nCough\r\n\r\n\r\nFever\r")).toEqual(["Cough", "Fever"]);
  expect(parsed("")).toEqual([]);
});

test.each([
  ["**bold** and *italic*", "<b>bold</> and <i>italic</>"],
  ["***both*** at once", "<b><i>both</></> at once"],
  ["**bold *and italic* in it**", "<b>bold <i>and italic</> in it</>"],
  ["*italic **and bold***", "<i>italic <b>and bold</></>"],
  ["**never closed", "**never closed"],
  ["**a *b** c*", "<b>a *b</> c*"],
  ["5*3*2 mg, 2 * 3 * 4", "5*3*2 mg, 2 * 3 * 4"],
  ["**** and *****", "**** and *****"],
  ["* *", "* *"],
  ["**これ**です", "<b>これ</>です"],
  ["جرعة **مضاعفة** اليوم", "جرعة <b>مضاعفة</> اليوم"],
])("%s", (text, expected) => {
  expect(line(parseLine(text))).toBe(expected);
});

test("what looks like markup or a link is text", () => {
  const hostile = `<script>alert(1)</script>\n[x](javascript:alert(1)) ![x](x) <img src=x onerror=alert(1)>\n&lt;b&gt;`;
  expect(parsed(hostile)).toEqual([hostile.replaceAll("\n", "|")]);
});

test("what nobody sees, and what turns letters around, is shown as a sign", () => {
  expect(parsed("5\u0000 mg\u202e gm 05\u001b\u007f")).toEqual(["5\ufffd mg\ufffd gm 05\ufffd\ufffd"]);
  // Marks of direction that Arabic needs beside Latin names are left.
  expect(parsed("\u200fجرعة \u2068Aspirin\u2069")).toEqual(["\u200fجرعة \u2068Aspirin\u2069"]);
});

test.each(["*", "**a", "*a **b ", "a*b ", "- ", "***a** ", "# ", "1. ", "\n", "** "])(
  "a million characters of %j take no longer than they are many, and none is lost",
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const begun = performance.now();
    const blocks = parseNote(text);
    expect(performance.now() - begun).toBeLessThan(30_000);
    const letters = (all: string) => all.replaceAll(/[^ab]/g, "").length;
    expect(
      letters(
        blocks
          .map(brief)
          .join("")
          .replaceAll(/<[bi]>|<\/>/g, ""),
      ),
    ).toBe(letters(text));
  },
  60_000,
);
