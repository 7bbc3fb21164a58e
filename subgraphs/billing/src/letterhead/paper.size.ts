import { registerEnumType } from "type-graphql";

/** On which paper a clinic prints. */
export enum PaperSize {
  A4 = "A4",
  LETTER = "LETTER",
}

registerEnumType(PaperSize, {
  name: "PaperSize",
  description: "On which paper a clinic prints.",
  valuesConfig: {
    A4: { description: "210 by 297 millimetres (ISO 216)." },
    LETTER: { description: "8.5 by 11 inches (ANSI/ASME Y14.1)." },
  },
});
