import { defineCommand, knownUuid, notFound, requireVersion, VisitType } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { PayerRow } from "../payer/payer.entity.ts";
import { lockOrganization } from "../references/organization.reader.ts";
import { PriceRow } from "./price.entity.ts";
import { priceConflicts, requireOrder, requireRoom, requireToEndSooner } from "./price.errors.ts";
import { changePrices } from "./price.policy.ts";
import { basisPoints, priceAmount, priceDay, specialtyCode } from "./price.schema.ts";

/** How many an organization has at most, those that have ended included. */
const mostPrices = 10_000;

export const addPrice = defineCommand({
  name: "addPrice",
  rule: changePrices,
  entityType: "Price",
  conflicts: priceConflicts,
  schema: z.object({
    visitType: z.enum(VisitType),
    specialty: specialtyCode.nullish(),
    payerId: z.string().transform(knownUuid).nullish(),
    amount: priceAmount,
    taxBasisPoints: basisPoints.nullish(),
    startsOn: priceDay,
    endsOn: priceDay.nullish(),
  }),
  async run({ em }, { payerId, taxBasisPoints, ...body }) {
    if (payerId && !(await em.findOne(PayerRow, { id: payerId }))) throw notFound("payerId");
    requireOrder(body);
    const { currency } = await lockOrganization(em, "amount");
    requireRoom(await em.count(PriceRow), mostPrices);
    const price = em.create(PriceRow, {
      ...{ ...body, currency, payerId: payerId ?? null, taxBasisPoints: taxBasisPoints ?? 0 },
    } as never);
    return price.id;
  },
});

export const endPrice = defineCommand({
  name: "endPrice",
  rule: changePrices,
  entityType: "Price",
  schema: z.object({
    id: z.string().transform(knownUuid),
    endsOn: priceDay,
    expectedVersion: z.int().nullish(),
  }),
  async run({ em }, { id, endsOn, expectedVersion }) {
    const price = await em.findOne(PriceRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!price) throw notFound("id");
    requireVersion(price, expectedVersion ?? undefined);
    requireToEndSooner(price, endsOn);
    price.endsOn = endsOn;
    requireOrder(price);
    return price.id;
  },
});
