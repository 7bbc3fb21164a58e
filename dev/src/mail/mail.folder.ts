import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "../failure.ts";

/** A mail that the demo wrote instead of sending it. */
export interface WrittenMail {
  readonly file: string;
  readonly date: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The mails of a folder, the newest first; none when nothing was written yet. */
export function readMails(folder: string): WrittenMail[] {
  return filesOf(folder)
    .sort()
    .reverse()
    .map((name) => parseMail(join(folder, name), readFileSync(join(folder, name), "utf8")));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".eml"));
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return [];
    throw error;
  }
}

/** Reads what identity writes: headers, and the text beside the HTML in quoted-printable. */
export function parseMail(file: string, source: string): WrittenMail {
  const { headers, body } = split(source.replaceAll("\r\n", "\n"));
  const boundary = /boundary="?([^";\n]+)"?/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary === undefined ? [source] : body.split(`--${boundary}`);
  const plain = parts.map((part) => split(part.trimStart())).find(isPlainText);
  return {
    file,
    date: new Date(headers.get("date") ?? Number.NaN),
    to: headers.get("to") ?? "",
    subject: decodeWords(headers.get("subject") ?? ""),
    text: decodeQuotedPrintable(plain?.body ?? "").trim(),
  };
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const isPlainText = ({ headers }: Part) => headers.get("content-type")?.startsWith("text/plain") === true;

function split(source: string): Part {
  const end = source.indexOf("\n\n");
  const head = end === -1 ? source : source.slice(0, end);
  const lines = head.replaceAll(/\n[ \t]+/g, " ").split("\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: end === -1 ? "" : source.slice(end + 2) };
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replaceAll("=\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Encoded words of a header (RFC 2047), in UTF-8. */
function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("utf8")
        : decodeQuotedPrintable(text.replaceAll("_", " ")),
    );
}
