import { expect, test } from "vitest";
import { type Mark, setMark } from "./set-mark.ts";

/** `text` with what is chosen between two bars. */
function marked(text: string, mark: Mark): string {
  const start = text.indexOf("|");
  const end = text.lastIndexOf("|") - 1;
  const plain = text.replaceAll("|", "");
  const change = setMark(plain, start, Math.max(start, end), mark);
  const result = plain.slice(0, change.from) + change.insert + plain.slice(change.to);
  return `${result.slice(0, change.start)}|${result.slice(change.start, change.end)}|${result.slice(change.end)}`;
}

test.each<[string, Mark, string]>([
  ["a |dose| of", "strong", "a **|dose|** of"],
  ["a **|dose|** of", "strong", "a |dose| of"],
  ["a **|dose|** of", "em", "a ***|dose|*** of"],
  ["a ***|dose|*** of", "em", "a **|dose|** of"],
  ["a | dose | of", "em", "a | *dose* | of"],
  ["a ||", "strong", "a **||**"],
  ["|- one\n\n- two|", "strong", "|- **one**\n\n- **two**|"],
  ["one\nt|w|o\nthree", "bullets", "one\n- two||\nthree"],
  ["|one\n\ntwo|", "numbers", "|1. one\n\n2. two|"],
  ["|- one\n- two|", "numbers", "|1. one\n2. two|"],
  ["|1. one\n2. two|", "numbers", "|one\ntwo|"],
  ["||", "heading", "# ||"],
  ["# o||ne", "heading", "one||"],
])("%s, %s", (before, mark, after) => {
  expect(marked(before, mark)).toBe(after);
});
