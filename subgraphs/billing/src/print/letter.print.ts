import type { Issuer, Party } from "./printed.invoice.ts";
import { ink, type Sheet } from "./sheet.ts";
import { isPrintable } from "./visual.text.ts";

const quiet = { size: 8.5, color: ink.quiet } as const;

/** Who sends it, what it is, and what is to be known of it at first sight. */
export function drawHead(
  sheet: Sheet,
  issuer: Issuer,
  { title, facts }: { readonly title: string; readonly facts: readonly (readonly [name: string, value: string])[] },
): void {
  const half = (sheet.right - sheet.left) / 2;
  const top = sheet.y;
  sheet.shade({ x: 0, y: 0, width: sheet.width }, 6, ink.accent);
  let y = sheet.text("P", issuer.name, { x: sheet.left, y: top, width: half - 20 }, { size: 15, weight: "bold" }) + 4;
  for (const line of issuer.lines) y = sheet.text("P", line, { x: sheet.left, y, width: half - 20 }, quiet);

  const x = sheet.left + half + 20;
  const width = sheet.right - x;
  let factY = sheet.text("H1", title, { x, y: top - 4, width }, titleLook) + 8;
  for (const [name, value] of facts) {
    const below = sheet.text("P", name, { x, y: factY, width: 90 }, quiet);
    factY = Math.max(below, sheet.text("P", value, { x: x + 92, y: factY - 0.5, width: width - 92 }, right)) + 2;
  }
  sheet.y = Math.max(y, factY) + 26;
}

const titleLook = { size: 22, weight: "bold", color: ink.accent, align: "right" } as const;
const right = { align: "right" } as const;

/** To whom it goes, and who else has a part in it, side by side. */
export function drawParties(sheet: Sheet, parties: readonly (readonly [role: string, party: Party])[]): void {
  const half = (sheet.right - sheet.left) / 2;
  const ends = parties.map(([role, { name, lines }], index) => {
    const box = { x: sheet.left + index * (half + 20), width: half - 20 };
    let y = sheet.text("P", role, { ...box, y: sheet.y }, { ...quiet, weight: "bold" }) + 3;
    y = sheet.text("P", name, { ...box, y }, { size: 11, weight: "bold" }) + 1;
    for (const line of lines) y = sheet.text("P", line, { ...box, y });
    return y;
  });
  sheet.y = Math.max(...ends) + 26;
}

/** A paragraph over the whole width. */
export function drawNote(sheet: Sheet, text: string): void {
  const width = sheet.right - sheet.left;
  sheet.ensure(sheet.heightOf(text, width, quiet));
  sheet.y = sheet.text("P", text, { x: sheet.left, y: sheet.y, width }, quiet) + 10;
}

/** What is said where characters are printed as empty boxes, so that nobody takes them for what was meant. */
export function drawUnprintable(sheet: Sheet, texts: readonly string[]): void {
  if (texts.every(isPrintable)) return;
  drawNote(
    sheet,
    "Characters of a script that cannot be printed here are shown as empty boxes: the record that this was printed from has them.",
  );
}

/** The foot of every page. @returns the document */
export function drawFoot(sheet: Sheet, issuer: Issuer, title: string): Promise<Buffer> {
  const y = sheet.height - 62;
  const width = sheet.right - sheet.left;
  return sheet.finish(({ number, of }) => {
    sheet.line(y, sheet.left, sheet.right);
    sheet.aside(issuer.footer ?? issuer.name, { x: sheet.left, y: y + 6, width: width - 150 }, { ...quiet, size: 7.5 });
    const page = `${title}  ·  Page ${number} of ${of}`;
    sheet.aside(page, { x: sheet.right - 145, y: y + 6, width: 145 }, { ...quiet, size: 7.5, align: "right" });
  });
}
