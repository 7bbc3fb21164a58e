import { defineCommand, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { PayerRow } from "../payer/payer.entity.ts";
import { priceConflicts, requireOrder, requireRoom, requireToEndSooner } from "../price/price.errors.ts";
import { changePrices } from "../price/price.policy.ts";
import { basisPoints, planName, priceAmount, priceDay } from "../price/price.schema.ts";
import { lockOrganization } from "../references/organization.reader.ts";
import { PayerTermsRow } from "./terms.entity.ts";

/** How many an organization has at most, those that have ended included. */
const mostTerms = 10_000;

export const addPayerTerms = defineCommand({
  name: "addPayerTerms",
  rule: changePrices,
  entityType: "PayerTerms",
  conflicts: priceConflicts,
  schema: z.object({
    payerId: z.string().transform(knownUuid),
    plan: planName.nullish(),
    copay: priceAmount.nullish(),
    coinsuranceBasisPoints: basisPoints.nullish(),
    startsOn: priceDay,
    endsOn: priceDay.nullish(),
  }),
  async run({ em }, { copay, coinsuranceBasisPoints, plan, ...body }) {
    if (!(await em.findOne(PayerRow, { id: body.payerId }))) throw notFound("payerId");
    requireOrder(body);
    const { currency } = await lockOrganization(em, "copay");
    requireRoom(await em.count(PayerTermsRow), mostTerms);
    const terms = em.create(PayerTermsRow, {
      ...{ ...body, currency, plan: plan ?? null },
      ...{ copayAmount: copay ?? 0, coinsuranceBasisPoints: coinsuranceBasisPoints ?? 0 },
    } as never);
    return terms.id;
  },
});

export const endPayerTerms = defineCommand({
  name: "endPayerTerms",
  rule: changePrices,
  entityType: "PayerTerms",
  schema: z.object({
    id: z.string().transform(knownUuid),
    endsOn: priceDay,
    expectedVersion: z.int().nullish(),
  }),
  async run({ em }, { id, endsOn, expectedVersion }) {
    const terms = await em.findOne(PayerTermsRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!terms) throw notFound("id");
    requireVersion(terms, expectedVersion ?? undefined);
    requireToEndSooner(terms, endsOn);
    terms.endsOn = endsOn;
    requireOrder(terms);
    return terms.id;
  },
});
