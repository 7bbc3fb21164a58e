import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
  searchedWords,
  titledBy,
} from "@careconnect/kit";
import { PayerRow } from "./payer.entity.ts";
import { payerById } from "./payer.loader.ts";
import { readPayers } from "./payer.policy.ts";
import type { PayerFilter } from "./payer.type.ts";

/** One payer; null when there is none. */
export async function readPayer(context: RequestContext, id: string): Promise<PayerRow | null> {
  assertMay(context, readPayers);
  return payerById(context).load(knownUuid(id));
}

/** The organization's payers by name, narrowed by `filter`. */
export function listPayers(
  context: RequestContext,
  page: PageArgs,
  filter: PayerFilter | null | undefined,
): Connection<PayerRow> {
  assertMay(context, readPayers);
  const { search, externalId } = filter ?? {};
  return connectionOf(context, PayerRow, {
    name: "payers",
    where: {
      $and: [externalId == null ? {} : { externalId }, search == null ? {} : titledBy(searchedWords(search))],
    },
    orderBy: [
      ["name", "asc"],
      ["id", "asc"],
    ],
    page,
  });
}
