import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PaperSize } from "./paper.size.ts";

/**
 * What stands on the paper of an organization from the moment on at which it was made. None is ever changed: what was issued
 * before is printed as it was.
 */
export const LetterheadRow = defineEntity({
  name: "LetterheadRow",
  tableName: "letterhead",
  properties: {
    ...ownedRow,
    name: p.text(),
    lines: p.array().columnType("text[]").$type<string[]>(),
    footer: p.text().$type<string | null>().nullable(),
    paper: p.enum(() => PaperSize),
  },
  indexes: [{ name: "letterhead_since", properties: ["organizationId", "createdAt", "id"] }],
});

export type LetterheadRow = InferEntity<typeof LetterheadRow>;
