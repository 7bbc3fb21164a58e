import PDFDocument from "pdfkit";
import type { Weight } from "./type.face.ts";
import { type TextRun, visualRuns } from "./visual.text.ts";

/** How text looks. */
export interface Look {
  readonly size?: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: "left" | "right";
}

/** What a part of the document is to whoever has it read to them (PDF structure types). */
export type Tag = "H1" | "H2" | "P" | "TH" | "TD" | "Caption";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const ink = {
  text: "#1a2027",
  quiet: "#5c6773",
  rule: "#c9d1d9",
  shade: "#f2f5f8",
  accent: "#0b5c7d",
  paid: "#1b7a3d",
  withdrawn: "#b3261e",
} as const;

const defaults = { size: 9.5, weight: "regular", color: ink.text, align: "left" } as const;
/** Of the size of the letters. */
const leading = 1.36;

/** Paper in points, a 72nd of an inch. */
export const papers = { A4: [595.28, 841.89], LETTER: [612, 792] } as const;
export type Paper = keyof typeof papers;

export const margin = { top: 48, side: 52, bottom: 84 } as const;

/**
 * A document that is drawn piece by piece from above: text of any script that the fonts have, tagged so that it can be read out in
 * order. What does not fit is begun on another page.
 */
export class Sheet {
  readonly width: number;
  readonly height: number;
  /** Where the next piece begins. */
  y: number = margin.top;
  readonly #document: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Buffer>;

  constructor(options: {
    readonly paper: Paper;
    readonly title: string;
    readonly author: string;
    readonly language: string;
  }) {
    [this.width, this.height] = papers[options.paper];
    this.#document = new PDFDocument({
      ...{ size: [this.width, this.height], margin: 0, bufferPages: true, font: null as never },
      ...{ pdfVersion: "1.7", tagged: true, lang: options.language, displayTitle: true },
      info: { Title: options.title, Author: options.author },
    });
    this.#bytes = collected(this.#document);
    this.#root = this.#document.struct("Document");
    this.#document.addStructure(this.#root);
  }

  get left(): number {
    return margin.side;
  }

  get right(): number {
    return this.width - margin.side;
  }

  /** Begins another page unless `height` points are left on this one. @returns whether it did */
  ensure(height: number): boolean {
    if (this.y + height <= this.height - margin.bottom) return false;
    this.#document.addPage({ size: [this.width, this.height], margin: 0 });
    this.y = margin.top;
    return true;
  }

  /** A part of the document that others are in, such as a table. */
  group(
    type: "Table" | "TR",
    { parent = this.#root, alt }: { readonly parent?: PDFKit.PDFStructureElement; readonly alt?: string } = {},
  ): PDFKit.PDFStructureElement {
    const group = this.#document.struct(type as never, alt === undefined ? {} : { alt });
    parent.add(group);
    return group;
  }

  /** The lines of a text as they fit into a width. */
  linesOf(text: string, width: number, look: Look = {}): string[] {
    return text.split(/\r?\n/).flatMap((paragraph) => this.#wrap(paragraph.trim(), width, { ...defaults, ...look }));
  }

  /** How high a text is in a width, in points. */
  heightOf(text: string, width: number, look: Look = {}): number {
    return this.linesOf(text, width, look).length * (look.size ?? defaults.size) * leading;
  }

  /** Draws a text into a box. @returns where it ends */
  text(
    tag: Tag,
    text: string,
    { x, y, width }: Box,
    { parent = this.#root, ...given }: Look & { readonly parent?: PDFKit.PDFStructureElement } = {},
  ): number {
    const look = { ...defaults, ...given };
    const height = look.size * leading;
    const lines = this.linesOf(text, width, look);
    const scope = tag === "TH" ? { scope: "Column" } : {};
    const element = this.#document.struct(tag, { ...scope, actual: text } as never);
    parent.add(element);
    const content = this.#document.markStructureContent(tag);
    for (const [index, line] of lines.entries()) this.#write(line, { x, y: y + index * height, width }, look);
    this.#document.endMarkedContent();
    element.add(content);
    element.end();
    return y + lines.length * height;
  }

  /** A line from one side to the other, or as far as is said. */
  rule(y: number, from: number = this.left, to: number = this.right, color: string = ink.rule): void {
    this.#artifact(() => this.line(y, from, to, color));
  }

  /** As {@link rule}, where nothing is read out anyway. */
  line(y: number, from: number, to: number, color: string = ink.rule): void {
    this.#document.moveTo(from, y).lineTo(to, y).lineWidth(0.6).strokeColor(color).stroke();
  }

  /** A ground of another colour. */
  shade({ x, y, width }: Box, height: number, color: string = ink.shade): void {
    this.#artifact(() => this.#document.rect(x, y, width, height).fill(color));
  }

  /** A word around a point of the page, as if by a rubber stamp. */
  stamp(word: string, { x, y, color }: { readonly x: number; readonly y: number; readonly color: string }): void {
    const look = { ...defaults, size: 30, weight: "bold", color } as const;
    const width = this.#widthOf(word, look);
    this.#artifact(() => {
      this.#document.save();
      this.#document.rotate(-12, { origin: [x, y] }).opacity(0.75);
      this.#document
        .roundedRect(x - width / 2 - 14, y - 24, width + 28, 48, 6)
        .lineWidth(2.4)
        .strokeColor(color)
        .stroke();
      this.#write(word, { x: x - width / 2, y: y - 20, width: width + 1 }, look);
      this.#document.restore();
    });
  }

  /** Draws what every page has, with its number from 1 and how many there are, and is the document. */
  finish(draw: (page: { readonly number: number; readonly of: number }) => void): Promise<Buffer> {
    const { count } = this.#document.bufferedPageRange();
    for (let number = 1; number <= count; number += 1) {
      this.#document.switchToPage(number - 1);
      this.#artifact(() => draw({ number, of: count }), "Pagination");
    }
    this.#root.end();
    this.#document.end();
    return this.#bytes;
  }

  /** Text that is no part of what is read out, such as a page's number. */
  aside(text: string, { x, y, width }: Box, given: Look = {}): void {
    const look = { ...defaults, ...given };
    for (const [index, line] of this.linesOf(text, width, look).entries())
      this.#write(line, { x, y: y + index * look.size * leading, width }, look);
  }

  #artifact(draw: () => void, type = "Layout"): void {
    this.#document.markContent("Artifact", { type } as never);
    draw();
    this.#document.endMarkedContent();
  }

  #write(line: string, { x, y, width }: Box, { align, ...look }: Required<Look>): void {
    let at = align === "right" ? x + width - this.#widthOf(line, look) : x;
    for (const run of visualRuns(line, look.weight)) {
      this.#document
        .font(run.face.font as never, run.face.name)
        .fontSize(look.size)
        .fillColor(look.color);
      // The base line is where it would be in the first face, whichever is used.
      const top = y + look.size * 0.12;
      this.#document.text(run.text, at, top + look.size * 0.95, {
        ...{ lineBreak: false, baseline: "alphabetic", features: wholeRun, width: width + 1e4 },
      });
      at += this.#runWidth(run, look.size);
    }
  }

  #widthOf(line: string, { size, weight }: { readonly size: number; readonly weight: Weight }): number {
    return visualRuns(line, weight).reduce((sum, run) => sum + this.#runWidth(run, size), 0);
  }

  #runWidth({ text, face }: TextRun, size: number): number {
    return (face.font.layout(text).advanceWidth / face.font.unitsPerEm) * size;
  }

  #wrap(paragraph: string, width: number, look: Required<Look>): string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/\s+/).flatMap((word) => this.#pieces(word, width, look))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && this.#widthOf(longer, look) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }

  /** A word, or as many as it takes of one that is longer than a line. */
  #pieces(word: string, width: number, look: Required<Look>): string[] {
    if (this.#widthOf(word, look) <= width) return [word];
    const pieces: string[] = [];
    let piece = "";
    for (const { segment } of new Intl.Segmenter("en").segment(word)) {
      if (piece !== "" && this.#widthOf(piece + segment, look) > width) {
        pieces.push(piece);
        piece = "";
      }
      piece += segment;
    }
    return [...pieces, piece];
  }
}

/** pdfkit lays a text out word by word, from left to right, unless it is told what to do with the whole. */
const wholeRun = [] as never;

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    document.on("data", (piece: Buffer) => pieces.push(piece));
    document.on("end", () => resolve(Buffer.concat(pieces)));
    document.on("error", reject);
  });
}
