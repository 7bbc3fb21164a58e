import { prefixes } from "./note-marks.ts";

export type Mark = "strong" | "em" | keyof typeof prefixes;

/** What is put in the place of `from` to `to`, and what is chosen afterwards. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** Sets a mark on what is chosen of a text, or takes it away where it is set. */
export function setMark(text: string, start: number, end: number, mark: Mark): TextChange {
  return mark === "strong" || mark === "em"
    ? stress(text, start, end, mark === "strong" ? "**" : "*")
    : begin(text, start, end, mark);
}

const anyPrefix = new RegExp(
  `(?:${Object.values(prefixes)
    .map(({ source }) => source)
    .join("|")})`,
);

function stress(text: string, start: number, end: number, mark: "**" | "*"): TextChange {
  const chosen = text.slice(start, end);
  let around = 0;
  while (text[start - 1 - around] === "*" && text[end + around] === "*") {
    around += 1;
  }
  const isSet = mark === "**" ? around >= 2 : around === 1 || around >= 3;
  if (isSet) {
    const [from, to] = [start - mark.length, end + mark.length];
    return { from, to, insert: chosen, start: from, end: from + chosen.length };
  }
  if (chosen.trim() === "") {
    const at = start + mark.length;
    return { from: start, to: end, insert: `${mark}${chosen}${mark}`, start: at, end: at + chosen.length };
  }
  // Stress does not go over lines, nor over what a line begins with.
  const insert = chosen
    .split("\n")
    .map((line) => {
      const lead = anyPrefix.exec(line)?.[0] ?? "";
      const words = line.slice(lead.length);
      const spaces = words.length - words.trimStart().length;
      const ends = words.trimEnd().length;
      return spaces === words.length
        ? line
        : `${lead}${words.slice(0, spaces)}${mark}${words.slice(spaces, ends)}${mark}${words.slice(ends)}`;
    })
    .join("\n");
  const single = !chosen.includes("\n") && insert.startsWith(mark) && insert.endsWith(mark);
  return single
    ? { from: start, to: end, insert, start: start + mark.length, end: end + mark.length }
    : { from: start, to: end, insert, start, end: start + insert.length };
}

function begin(text: string, start: number, end: number, mark: keyof typeof prefixes): TextChange {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next === -1 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const isSet =
    lines.every((line) => line.trim() === "" || prefixes[mark].test(line)) && text.slice(from, to).trim() !== "";
  let number = 0;
  const insert = lines
    .map((line) => {
      if (line.trim() === "" && lines.length > 1) {
        return line;
      }
      const words = line.replace(anyPrefix, "");
      number += 1;
      return isSet ? words : `${{ heading: "# ", bullets: "- ", numbers: `${number}. ` }[mark]}${words}`;
    })
    .join("\n");
  const at = from + insert.length;
  return lines.length > 1 ? { from, to, insert, start: from, end: at } : { from, to, insert, start: at, end: at };
}
