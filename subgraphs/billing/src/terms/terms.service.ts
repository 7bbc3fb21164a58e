import {
  assertMay,
  type Connection,
  connectionOf,
  fold,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { readPrices } from "../price/price.policy.ts";
import { holdsOn } from "../price/price.service.ts";
import { PayerTermsRow } from "./terms.entity.ts";

/** The terms as they are now; null when there are none. */
export async function readTerms(context: RequestContext, id: string): Promise<PayerTermsRow | null> {
  assertMay(context, readPrices);
  return context.em.fork().findOne(PayerTermsRow, { id });
}

/** The terms of payers, the latest first; of one of them if that is asked for. */
export function listTerms(
  context: RequestContext,
  page: PageArgs,
  payerId: string | null | undefined,
): Connection<PayerTermsRow> {
  assertMay(context, readPrices);
  return connectionOf(context, PayerTermsRow, {
    name: "payerTerms",
    where: payerId == null ? {} : { payerId: knownUuid(payerId) },
    orderBy: [
      ["startsOn", "desc"],
      ["id", "desc"],
    ],
    page,
  });
}

/** The terms that hold for a plan of a payer on a day: its own before those of all plans. */
export async function findTerms(
  em: EntityManager,
  { payerId, plan, on }: { readonly payerId: string; readonly plan: string | null; readonly on: string },
): Promise<PayerTermsRow | null> {
  const own = plan === null ? null : fold(plan);
  const terms = await em.find(PayerTermsRow, {
    $and: [
      { payerId, ...holdsOn(on) },
      { $or: [{ planFolded: null }, ...(own === null ? [] : [{ planFolded: own }])] },
    ],
  });
  return terms.find(({ planFolded }) => planFolded != null) ?? terms[0] ?? null;
}
