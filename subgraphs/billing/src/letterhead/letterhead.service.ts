import { assertMay, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { findOrganization } from "../references/organization.reader.ts";
import { LetterheadRow } from "./letterhead.entity.ts";
import { readLetterhead } from "./letterhead.policy.ts";
import type { Letterhead } from "./letterhead.type.ts";
import { PaperSize } from "./paper.size.ts";

/** What stands on what is issued now. */
export function currentLetterhead(context: RequestContext): Promise<Letterhead> {
  assertMay(context, readLetterhead);
  return letterheadAt(context.em.fork(), new Date());
}

/** What stood on what was issued at `moment`: the first that was made where none had been; until then what is known of the clinic. */
export async function letterheadAt(em: EntityManager, moment: Date): Promise<Letterhead> {
  const row =
    (await em.findOne(
      LetterheadRow,
      { createdAt: { $lte: moment } },
      { orderBy: { createdAt: "desc", id: "desc" } },
    )) ?? (await em.findOne(LetterheadRow, {}, { orderBy: { createdAt: "asc", id: "asc" } }));
  if (row) {
    const { name, lines, paper, createdAt } = row;
    return { name, lines, paper, footer: row.footer ?? null, since: createdAt };
  }
  const organization = await findOrganization(em);
  return {
    ...{ name: organization?.name ?? "", lines: [], footer: null, since: null },
    paper: organization?.currency === "USD" || organization?.currency === "CAD" ? PaperSize.LETTER : PaperSize.A4,
  };
}
