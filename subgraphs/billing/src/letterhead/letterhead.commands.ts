import { defineCommand } from "@careconnect/kit";
import { z } from "zod";
import { LetterheadRow } from "./letterhead.entity.ts";
import { changeLetterhead } from "./letterhead.policy.ts";
import { PaperSize } from "./paper.size.ts";

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(most, `must have ${most} characters at most`)
    .regex(/^[^\p{Cc}]*$/u, "must be one line");

export const setLetterhead = defineCommand({
  name: "setLetterhead",
  rule: changeLetterhead,
  entityType: "Letterhead",
  schema: z.object({
    name: line(100),
    lines: z.array(line(100)).max(6, "must be 6 at most").nullish(),
    footer: line(200).nullish(),
    paper: z.enum(PaperSize),
  }),
  async run({ em }, { name, lines, footer, paper }) {
    return em.create(LetterheadRow, { name, lines: lines ?? [], footer: footer ?? null, paper } as never).id;
  },
});
