import { expect, test } from "vitest";
import { documentTypeOf, formatSize } from "./document-type.ts";

test("a file's type is known by its name first, then as the browser says", () => {
  expect(documentTypeOf({ name: "Scan.PDF", type: "" })).toBe("application/pdf");
  expect(documentTypeOf({ name: "image.dcm", type: "" })).toBe("application/dicom");
  expect(documentTypeOf({ name: "photo", type: "image/png" })).toBe("image/png");
  expect(documentTypeOf({ name: "macro.docm", type: "application/vnd.ms-word" })).toBeUndefined();
});

test("sizes are told in the largest unit of which there is one", () => {
  expect(formatSize(900, "en")).toBe("900 byte");
  expect(formatSize(1_536, "en")).toBe("1.5 kB");
  expect(formatSize(26_214_400, "en")).toBe("25 MB");
});
