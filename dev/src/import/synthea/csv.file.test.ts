import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "./csv.file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "careconnect-csv-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer): Promise<(string | number)[][]> {
  const path = join(folder, "file.csv");
  await writeFile(path, content);
  const records: (string | number)[][] = [];
  for await (const { line, fields } of readCsv(path, "file.csv")) records.push([line, ...fields]);
  return records;
}

test("a record has the number of the line that it starts on", async () => {
  expect(await read('a,b\n1,2\n"x\ny\nz",3\n\n\n4,5\n"\n",6')).toEqual([
    [1, "a", "b"],
    [2, "1", "2"],
    [3, "x\ny\nz", "3"],
    [8, "4", "5"],
    [9, "\n", "6"],
  ]);
});

test("line numbers are the same with the line ends of Windows", async () => {
  expect(await read('a,b\r\n1,2\r\n"x\r\ny",3\r\n\r\n4,5\r\n')).toEqual([
    [1, "a", "b"],
    [2, "1", "2"],
    [3, "x\ny", "3"],
    [6, "4", "5"],
  ]);
});

test("line numbers hold over many chunks of a file", async () => {
  const lines = Array.from({ length: 30_000 }, (_, index) => `${index},"ü\r\n"`);
  const records = await read(`a,b\r\n${lines.join("\r\n")}`);
  expect(records).toHaveLength(30_001);
  for (const [index, record] of records.entries()) if (index > 0) expect(record[0]).toBe(index * 2);
});

test("a byte order mark does not become part of the first column", async () => {
  expect(await read("\uFEFFa,b\n")).toEqual([[1, "a", "b"]]);
});

test("stray quotes and short records are handed on", async () => {
  expect(await read('a,b\n1,in"ch\n2\n')).toEqual([
    [1, "a", "b"],
    [2, "1", 'in"ch'],
    [3, "2"],
  ]);
});

test.each([
  [
    'a,b\n1,2\n3,"never closed\n4,5\n',
    "file.csv is not CSV: the record after line 2 opens a quote that does not close.",
  ],
  [`a,b\n1,"${"never closed\n".repeat(20_000)}`, "file.csv is not CSV: the record after line 1 opens a quote"],
  [Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0x0a]), "file.csv is not CSV: it is not text in UTF-8"],
  ["a\0b,c\n", "file.csv is not CSV: it is not text in UTF-8"],
])("what is not CSV is refused by name (%#)", async (content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});
