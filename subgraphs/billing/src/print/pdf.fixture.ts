import { inflateSync } from "node:zlib";

/** What a test looks for in a PDF of ours. */
export interface ReadPdf {
  readonly pages: number;
  /** In points. */
  readonly paper: number[];
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly isTagged: boolean;
  /** What is read out to whoever cannot see it, piece by piece, in the order of the file. */
  readonly texts: string[];
  /** What is drawn, by the glyphs' characters, piece by piece. */
  readonly drawn: string[];
}

/** Reads a PDF that pdfkit wrote. */
export function readPdf(pdf: Buffer): ReadPdf {
  const file = pdf.toString("latin1");
  if (!file.startsWith("%PDF-1.7")) throw new Error("This is no PDF of ours.");
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file) ?? [];
  const dictionaries = file.split("endobj");
  return {
    pages: [...file.matchAll(/\/Type \/Page\n/g)].length,
    paper: [Number(width), Number(height)],
    title: stringAfter(file, `${/\/Title (\d+) 0 R/.exec(file)?.[1]} 0 obj\n`),
    language: stringAfter(file, "/Lang"),
    isTagged: /\/MarkInfo/.test(file) && /\/StructTreeRoot/.test(file),
    texts: dictionaries.flatMap((dictionary) => stringAfter(dictionary, "/ActualText") ?? []),
    drawn: drawnIn(file),
  };
}

/** The string that follows a key of a dictionary: plain, or UTF-16 behind its mark, with `\` before what would end it. */
function stringAfter(dictionary: string, key: string): string | undefined {
  const [, raw] = new RegExp(`${key} ?\\(((?:\\\\[\\s\\S]|[^\\\\)])*)\\)`).exec(dictionary) ?? [];
  if (raw === undefined) return undefined;
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  const bytes = Buffer.from(
    raw.replaceAll(/\\([\s\S])/g, (_, character) => escapes[character] ?? character),
    "latin1",
  );
  return bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2).swap16().toString("utf16le") : String(bytes);
}

/** Fonts number their glyphs as they come: what each stands for, their maps of characters say. */
function drawnIn(file: string): string[] {
  const objects = new Map(
    [...file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = "", body = ""]) => [id, body] as const),
  );
  const streamOf = (body: string): string => {
    const start = body.indexOf("stream\n") + "stream\n".length;
    const bytes = Buffer.from(body.slice(start, body.lastIndexOf("\nendstream")), "latin1");
    return (body.includes("/FlateDecode") ? inflateSync(bytes) : bytes).toString("latin1");
  };
  const maps = new Map<string, string[]>();
  for (const [, name = "", id = ""] of file.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, map = ""] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "") ?? [];
    const characters: string[] = [];
    for (const [, first = "0", list = ""] of streamOf(objects.get(map) ?? "").matchAll(
      /<([\da-f]+)> <[\da-f]+> \[([^\]]*)\]/gi,
    ))
      for (const [index, [, hex = ""]] of [...list.matchAll(/<([\da-f ]*)>/gi)].entries())
        characters[Number.parseInt(first, 16) + index] = Buffer.from(hex.replaceAll(" ", ""), "hex")
          .swap16()
          .toString("utf16le");
    maps.set(name, characters);
  }
  return [...objects.values()]
    .filter((body) => body.includes("stream\n") && !body.includes("/Length1") && !body.includes("/Subtype"))
    .map(streamOf)
    .filter((content) => content.includes("BT\n"))
    .map((content) => {
      let font = "";
      let text = "";
      for (const [, name, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[\da-f]*>|[^\]])*)\] TJ/gi)) {
        if (name !== undefined) font = name;
        for (const [, hex = ""] of (glyphs ?? "").matchAll(/<([\da-f]*)>/gi))
          for (const glyph of hex.match(/.{4}/g) ?? []) text += maps.get(font)?.[Number.parseInt(glyph, 16)] ?? "";
      }
      return text;
    });
}
