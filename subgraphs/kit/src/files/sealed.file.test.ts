import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertySeed } from "../testing/property.seed.ts";
import { newFileKey, openFile, sealedSizeOf, sealFile } from "./sealed.file.ts";

const fileKey = newFileKey();
const bound = "organization:documents:1";

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function allOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

const sealed = (bytes: Uint8Array, length = 50_000) => allOf(sealFile(fileKey, bound, inPieces(bytes, length)));
const opened = (bytes: Uint8Array, { key = fileKey, as = bound, length = 40_000 } = {}) =>
  allOf(openFile(key, as, inPieces(bytes, length)));

describe("a sealed file", () => {
  it("opens to what it was, whatever its length and the pieces that it comes in", async () => {
    const sizes = fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072, 200_000);
    const pieces = fc.constantFrom(17_000, 65_536, 65_552, 1_000_000);
    await fc.assert(
      fc.asyncProperty(sizes, pieces, pieces, async (size, written, read) => {
        const bytes = randomBytes(size);
        const kept = await sealed(bytes, written);
        expect(kept.length).toBe(sealedSizeOf(size));
        expect(await opened(kept, { length: read })).toEqual(bytes);
      }),
      { numRuns: 40, seed: propertySeed },
    );
  });

  it("is another one each time, and shows nothing of what is in it", async () => {
    const bytes = Buffer.from("told in confidence ".repeat(5_000));
    const [one, other] = [await sealed(bytes), await sealed(bytes)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes("confidence")).toBe(false);
  });

  const bytes = randomBytes(150_000);
  const chunk = 65_536 + 16;
  const head = 36;
  const flipped = (kept: Buffer, at: number) => {
    const altered = Buffer.from(kept);
    altered[at] = (altered[at] ?? 0) ^ 1;
    return altered;
  };
  it.each<[string, (kept: Buffer) => Buffer]>([
    ["was altered at its beginning", (kept) => flipped(kept, 0)],
    ["has another salt", (kept) => flipped(kept, 10)],
    ["was altered in its middle", (kept) => flipped(kept, 70_000)],
    ["was altered at its end", (kept) => flipped(kept, kept.length - 1)],
    ["was cut off", (kept) => kept.subarray(0, -1)],
    ["was cut off after a chunk", (kept) => kept.subarray(0, head + chunk)],
    ["was cut off after its head", (kept) => kept.subarray(0, head)],
    ["is empty", () => Buffer.alloc(0)],
    ["was lengthened", (kept) => Buffer.concat([kept, Buffer.from("x")])],
    [
      "has its chunks in another order",
      (kept) =>
        Buffer.concat([
          kept.subarray(0, head),
          kept.subarray(head + chunk, head + 2 * chunk),
          kept.subarray(head, head + chunk),
          kept.subarray(head + 2 * chunk),
        ]),
    ],
  ])("that %s does not open", async (_what, alter) => {
    await expect(opened(alter(await sealed(bytes)))).rejects.toThrow();
  });

  it("does not open with another key, or as another file", async () => {
    const kept = await sealed(bytes);
    await expect(opened(kept, { key: newFileKey() })).rejects.toThrow();
    await expect(opened(kept, { as: "organization:documents:2" })).rejects.toThrow();
  });
});
