import { VisitType } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";
import { InvoiceLineKind } from "./line.kind.ts";

/** What a line charges for, where it is described in billing's own words. */
export enum InvoiceLineWording {
  OFFICE_VISIT = "OFFICE_VISIT",
  VIDEO_VISIT = "VIDEO_VISIT",
  TELEPHONE_VISIT = "TELEPHONE_VISIT",
  LATE_CANCELLATION = "LATE_CANCELLATION",
  DISCOUNT = "DISCOUNT",
  TAX = "TAX",
}

registerEnumType(InvoiceLineWording, {
  name: "InvoiceLineWording",
  description:
    "What a line charges for, where it is described in the words that billing has for it: clients say it in their reader's language. More may be added.",
  valuesConfig: {
    OFFICE_VISIT: { description: "A visit in person." },
    VIDEO_VISIT: { description: "A visit by video." },
    TELEPHONE_VISIT: { description: "A visit by telephone." },
    LATE_CANCELLATION: { description: "A visit that was called off late." },
    DISCOUNT: { description: "What is let off." },
    TAX: { description: "The tax at the line's `taxRateBasisPoints`." },
  },
});

/** What billing writes, in the organization's language: documents are printed with it. */
export const lineWords = {
  [InvoiceLineWording.OFFICE_VISIT]: "Office visit",
  [InvoiceLineWording.VIDEO_VISIT]: "Video visit",
  [InvoiceLineWording.TELEPHONE_VISIT]: "Telephone visit",
  [InvoiceLineWording.LATE_CANCELLATION]: "Late cancellation",
  [InvoiceLineWording.DISCOUNT]: "Discount",
} as const satisfies Partial<Record<InvoiceLineWording, string>>;

/** What a visit is called on an invoice. */
export const visitWords: Readonly<Record<VisitType, string>> = {
  [VisitType.IN_PERSON]: lineWords.OFFICE_VISIT,
  [VisitType.VIDEO]: lineWords.VIDEO_VISIT,
  [VisitType.PHONE]: lineWords.TELEPHONE_VISIT,
};

export function taxWords(rateBasisPoints: number): string {
  return `Tax ${rateBasisPoints / 100} %`;
}

const writtenTax = /^Tax (\d{1,3}(?:\.\d{1,2})?) %$/;

export interface Worded {
  /** Null: a person's words, or those of another system. */
  readonly wording: InvoiceLineWording | null;
  readonly taxRateBasisPoints: number | null;
}

const notWorded: Worded = { wording: null, taxRateBasisPoints: null };

/**
 * How a line is described. It is read from what the line says, which is what was issued and printed: lines of every age
 * are told alike, and one that somebody described in other words is theirs.
 */
export function wordingOf({
  kind,
  description,
}: {
  readonly kind: InvoiceLineKind;
  readonly description: string;
}): Worded {
  if (kind === InvoiceLineKind.TAX) {
    const rate = writtenTax.exec(description)?.[1];
    return rate === undefined
      ? notWorded
      : { wording: InvoiceLineWording.TAX, taxRateBasisPoints: Math.round(Number(rate) * 100) };
  }
  const wording = Object.values(InvoiceLineWording).find(
    (one) => one !== InvoiceLineWording.TAX && lineWords[one] === description,
  );
  return (wording === InvoiceLineWording.DISCOUNT) === (kind === InvoiceLineKind.DISCOUNT)
    ? { ...notWorded, wording: wording ?? null }
    : notWorded;
}
