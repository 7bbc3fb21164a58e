import { boundOrganization, CommandRefusal } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { OrganizationReference } from "./organization-reference.entity.ts";

/** The organization that `em` is bound to, as far as it was told; null before. */
export function findOrganization(em: EntityManager): Promise<OrganizationReference | null> {
  return em.findOne(OrganizationReference, { organizationId: boundOrganization(em) });
}

/** Whoever is told of a visit before its organization is told of it later, and tries again. */
export async function requireOrganization(em: EntityManager): Promise<OrganizationReference> {
  const organization = await findOrganization(em);
  if (!organization) throw new Error("The organization has not been told of yet.");
  return organization;
}

/**
 * The organization that `em` is bound to, locked until the transaction ends, so that of two of its prices, or terms, that are
 * added the second is counted with the first.
 * @param field of the input that is an amount in its currency
 * @throws CommandRefusal CURRENCY_UNKNOWN
 */
export async function lockOrganization(em: EntityManager, field: string): Promise<OrganizationReference> {
  const organization = await em.findOne(
    OrganizationReference,
    { organizationId: boundOrganization(em) },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!organization) throw currencyUnknown(field);
  return organization;
}

export function currencyUnknown(field: string): CommandRefusal {
  return new CommandRefusal(
    "CURRENCY_UNKNOWN",
    [field],
    "The organization's currency has not arrived here yet: try again in a moment.",
  );
}
