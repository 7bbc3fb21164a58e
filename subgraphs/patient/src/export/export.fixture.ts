import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SubjectPage } from "@careconnect/kit";
import type { ReadableArchive } from "./zip.reader.ts";

/** What a subgraph answers when it is asked for a page: the page, or with which status it refuses. */
export type Answering = (from: string | null, authorization: string) => SubjectPage | number | Promise<SubjectPage>;

/** A subgraph that answers as it is told, and what it was asked. */
export interface FakeSource {
  readonly url: string;
  readonly asked: (string | null)[];
  /** About which records it was asked. */
  readonly records: string[][];
  answer: Answering;
  close(): Promise<void>;
}

/** Two pages of one table. */
export const twoPages = (from: string | null): SubjectPage =>
  from === null
    ? { table: "invoice", rows: [{ id: "1", number: "INV-1" }], next: "invoice:1" }
    : { table: "invoice", rows: [{ id: "2", number: "INV-2" }], next: null };

/** An archive that is in memory. */
export function inMemory(archive: Uint8Array): ReadableArchive {
  return {
    size: archive.length,
    read: async (from, length) => Buffer.from(archive.subarray(from, from + length)),
  };
}

export async function startFakeSource(): Promise<FakeSource> {
  const asked: (string | null)[] = [];
  const records: string[][] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", async () => {
      const question = JSON.parse(body) as { from: string | null; records: string[] };
      const { from } = question;
      asked.push(from);
      records.push(question.records);
      const answer = await source.answer(from, String(request.headers.authorization));
      response.statusCode = typeof answer === "number" ? answer : 200;
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const source: FakeSource = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    records,
    answer: twoPages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return source;
}
