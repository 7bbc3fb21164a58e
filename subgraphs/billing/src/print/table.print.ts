import { ink, type Sheet } from "./sheet.ts";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** Of the width. */
  readonly share: number;
  readonly align?: "left" | "right";
  readonly of: (row: Row) => string;
}

const gap = 10;
const padding = 5;
const heading = { size: 8, weight: "bold", color: ink.quiet } as const;

/** A table, whose heading stands on each page that it goes on. */
export function drawTable<Row>(
  sheet: Sheet,
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const width = sheet.right - sheet.left;
  let from = sheet.left;
  const placed = columns.map((column) => {
    const box = { x: from, width: column.share * width - gap };
    from += column.share * width;
    return { ...column, box: column.align === "right" ? { ...box, x: box.x + gap } : box };
  });
  const drawHeading = (write: (title: string, column: (typeof placed)[number]) => void) => {
    sheet.shade({ x: sheet.left - 6, y: sheet.y, width: width + 12 }, 20);
    sheet.y += 5;
    for (const column of placed) write(column.title, column);
    sheet.y += 18;
  };

  sheet.ensure(60);
  const table = sheet.group("Table", { alt: title });
  const head = sheet.group("TR", { parent: table });
  drawHeading((text, { box, align = "left" }) =>
    sheet.text("TH", text, { ...box, y: sheet.y }, { ...heading, align, parent: head }),
  );
  for (const row of rows) {
    const height = Math.max(...placed.map(({ of, box }) => sheet.heightOf(of(row), box.width))) + 2 * padding;
    if (sheet.ensure(height))
      drawHeading((text, { box, align = "left" }) => sheet.aside(text, { ...box, y: sheet.y }, { ...heading, align }));
    const cells = sheet.group("TR", { parent: table });
    for (const { of, box, align = "left" } of placed)
      sheet.text("TD", of(row), { ...box, y: sheet.y + padding }, { align, parent: cells });
    sheet.y += height;
    sheet.rule(sheet.y);
  }
  sheet.y += 12;
}

/** One line of a sum. */
export interface Sum {
  readonly label: string;
  readonly amount: string;
  /** What the lines above come to. */
  readonly isTotal?: boolean;
}

const sumWidth = 268;

/** Lines with an amount each, at the right. */
export function drawSums(sheet: Sheet, title: string, sums: readonly Sum[]): void {
  const x = sheet.right - sumWidth;
  const table = sheet.group("Table", { alt: title });
  for (const { label, amount, isTotal = false } of sums) {
    const look = { weight: isTotal ? "bold" : "regular", size: isTotal ? 11 : 9.5 } as const;
    const labelBox = { x, width: sumWidth - 110 };
    const height = sheet.heightOf(label, labelBox.width, look) + 5;
    sheet.ensure(height + 8);
    if (isTotal) {
      sheet.rule(sheet.y + 2, x, sheet.right, ink.quiet);
      sheet.y += 7;
    }
    const row = sheet.group("TR", { parent: table });
    sheet.text("TD", label, { ...labelBox, y: sheet.y }, { ...look, parent: row });
    sheet.text(
      "TD",
      amount,
      { x: sheet.right - 108, y: sheet.y, width: 108 },
      { ...look, align: "right", parent: row },
    );
    sheet.y += height;
  }
  sheet.y += 14;
}
