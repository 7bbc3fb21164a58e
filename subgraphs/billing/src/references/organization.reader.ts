import { boundOrganization, CommandRefusal } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { OrganizationReference } from "./organization-reference.entity.ts";

/** The organization that `em` is bound to, as far as it was told; null before. */
export function findOrganization(em: EntityManager): Promise<OrganizationReference | null> {
  return em.findOne(OrganizationReference, { organizationId: boundOrganization(em) });
}

/**
 * The currency in which the organization counts.
 * @param field of the input that is an amount in it
 */
export async function requireCurrency(em: EntityManager, field: string): Promise<string> {
  const organization = await findOrganization(em);
  if (organization) return organization.currency;
  throw new CommandRefusal(
    "CURRENCY_UNKNOWN",
    [field],
    "The organization's currency has not arrived here yet: try again in a moment.",
  );
}
