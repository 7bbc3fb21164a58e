import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  type VisitType,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { PriceRow } from "./price.entity.ts";
import { readPrices } from "./price.policy.ts";
import type { PriceFilter } from "./price.type.ts";

/** One price as it is now; null when there is none. */
export async function readPrice(context: RequestContext, id: string): Promise<PriceRow | null> {
  assertMay(context, readPrices);
  return context.em.fork().findOne(PriceRow, { id });
}

const latestFirst: OrderBy<PriceRow> = [
  ["startsOn", "desc"],
  ["id", "desc"],
];

/** The organization's prices, the latest first. */
export function listPrices(
  context: RequestContext,
  page: PageArgs,
  filter: PriceFilter | null | undefined,
): Connection<PriceRow> {
  assertMay(context, readPrices);
  const { visitType, specialty, payerId, on } = filter ?? {};
  return connectionOf(context, PriceRow, {
    name: "prices",
    where: {
      $and: [
        visitType == null ? {} : { visitType },
        specialty == null ? {} : { specialty },
        payerId == null ? {} : { payerId: knownUuid(payerId) },
        on == null ? {} : holdsOn(on),
      ],
    },
    orderBy: latestFirst,
    page,
  });
}

/** The condition that a row with a first and a last day holds on `day`. */
export function holdsOn(day: string) {
  return { startsOn: { $lte: day }, $or: [{ endsOn: null }, { endsOn: { $gte: day } }] };
}

/** What is to be priced. */
export interface PricedVisit {
  readonly visitType: VisitType;
  /** The provider's, by their codes, in their order: of equal prices the first one's counts. */
  readonly specialties: readonly string[];
  readonly payerId: string | null;
  /** The day of the visit by the organization's calendar. */
  readonly on: string;
}

/** The price that holds for a visit: the one for its payer before the one for its specialty before the one for everybody. */
export async function findPrice(em: EntityManager, visit: PricedVisit): Promise<PriceRow | null> {
  const { visitType, specialties, payerId, on } = visit;
  const prices = await em.find(PriceRow, {
    $and: [
      { visitType, ...holdsOn(on) },
      { $or: [{ specialty: null }, { specialty: { $in: [...specialties] } }] },
      { $or: [{ payerId: null }, ...(payerId === null ? [] : [{ payerId }])] },
    ],
  });
  const rank = (price: PriceRow) =>
    (price.payerId == null ? 2 * (specialties.length + 1) : 0) +
    (price.specialty == null ? specialties.length : specialties.indexOf(price.specialty));
  return prices.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}
