export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em"; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly line: readonly Inline[] }
  | { readonly kind: "bullets"; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: "numbers";
      readonly items: readonly { readonly number: number; readonly line: readonly Inline[] }[];
    }
  /** Lines as they were written, spaces included. */
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] };

/** What a line may begin with, and what it is then. */
export const prefixes = {
  heading: /^(#{1,3}) +(?=\S)/,
  bullets: /^- +(?=\S)/,
  numbers: /^(\d{1,6})\. +(?=\S)/,
} as const;

// What nobody sees and what turns the order of letters around: a dose must not read backwards.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/g;

/**
 * A note's text as what its marks make of it: `# ` to `### ` headings, `- ` and `1. ` lists, `**bold**`, `*italic*`. All
 * else is text, as it was written: there are no links, no pictures, and no way to markup. Takes time in proportion to the
 * length, whatever is written.
 */
export function parseNote(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let paragraph: (readonly Inline[])[] | undefined;
  for (const line of text.replace(/\r\n?/g, "\n").replace(unseen, "\ufffd").split("\n")) {
    const heading = prefixes.heading.exec(line);
    const number = prefixes.numbers.exec(line);
    const last = blocks.at(-1);
    if (line.trim() === "") {
      paragraph = undefined;
    } else if (heading) {
      const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
      blocks.push({ kind: "heading", level, line: parseLine(line.slice(heading[0].length)) });
      paragraph = undefined;
    } else if (prefixes.bullets.test(line)) {
      const item = parseLine(line.replace(prefixes.bullets, ""));
      if (last?.kind === "bullets") {
        (last.items as (readonly Inline[])[]).push(item);
      } else {
        blocks.push({ kind: "bullets", items: [item] });
      }
      paragraph = undefined;
    } else if (number) {
      const item = { number: Number(number[1]), line: parseLine(line.slice(number[0].length)) };
      if (last?.kind === "numbers") {
        (last.items as (typeof item)[]).push(item);
      } else {
        blocks.push({ kind: "numbers", items: [item] });
      }
      paragraph = undefined;
    } else if (paragraph) {
      paragraph.push(parseLine(line));
    } else {
      paragraph = [parseLine(line)];
      blocks.push({ kind: "paragraph", lines: paragraph });
    }
  }
  return blocks;
}

interface Open {
  readonly kind: "strong" | "em" | "line";
  readonly children: Inline[];
}

const markOf = { strong: "**", em: "*" } as const;
const marks: Readonly<Record<number, readonly ("strong" | "em")[]>> = { 1: ["em"], 2: ["strong"], 3: ["strong", "em"] };

const isWord = /[\p{L}\p{N}]/u;
const isSpace = (character: string) => character.trim() === "";

/** What is bold and italic in one line. A mark without its other half is text. */
export function parseLine(line: string): readonly Inline[] {
  const outer: Open = { kind: "line", children: [] };
  // Each kind is open once at most, so that nothing is moved more than twice.
  const stack: Open[] = [outer];
  const top = () => stack.at(-1) ?? outer;
  const say = (text: string) => {
    if (text !== "") {
      top().children.push({ kind: "text", text });
    }
  };
  // What was opened and not closed is text.
  const giveUp = () => {
    const open = stack.pop();
    if (open !== undefined && open.kind !== "line") {
      say(markOf[open.kind]);
      for (const child of open.children) {
        top().children.push(child);
      }
    }
  };

  let said = 0;
  for (const { 0: run, index } of line.matchAll(/\*+/g)) {
    const kinds = marks[run.length];
    const [before, after] = [line.charAt(index - 1), line.charAt(index + run.length)];
    // A star inside of a word or a sum is a star: 5*3*2.
    const whole = run.length > 1;
    const opens = !isSpace(after) && (whole || !isWord.test(before));
    const closes = !isSpace(before) && (whole || !isWord.test(after));
    const open = (kind: "strong" | "em") => stack.some((one) => one.kind === kind);
    if (kinds === undefined) {
      continue;
    }
    if (closes && kinds.every(open)) {
      say(line.slice(said, index));
      for (let left = kinds.length; left > 0; ) {
        const inner = top();
        if (inner.kind !== "line" && kinds.includes(inner.kind)) {
          stack.pop();
          top().children.push({ kind: inner.kind, children: inner.children });
          left -= 1;
        } else {
          giveUp();
        }
      }
      said = index + run.length;
    } else if (opens && !kinds.some(open)) {
      say(line.slice(said, index));
      for (const kind of kinds) {
        stack.push({ kind, children: [] });
      }
      said = index + run.length;
    }
  }
  say(line.slice(said));
  while (stack.length > 1) {
    giveUp();
  }
  return outer.children;
}
