import { type EntityManager, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

/** The filter that narrows every query to one organization. */
export const organizationFilter = "organization";

/**
 * The columns of every row that an organization owns. A new row takes the organization that its
 * EntityManager is bound to, so that none can be written into another.
 */
export const ownedRow = {
  id: p
    .uuid()
    .primary()
    .onCreate(() => uuidv7()),
  organizationId: p.uuid().onCreate((_row: unknown, em: EntityManager) => boundOrganization(em)),
  /** Grows with every change: `expectedVersion` is compared with it. */
  version: p.integer().version(),
  createdAt: p.datetime(3).onCreate(() => new Date()),
  updatedAt: p
    .datetime(3)
    .onCreate(() => new Date())
    .onUpdate(() => new Date()),
};

/** The organization that `em` is bound to. @throws when it is bound to none. */
export function boundOrganization(em: Pick<EntityManager, "getFilterParams">): string {
  const organizationId: unknown = em.getFilterParams<{ organizationId?: unknown }>(organizationFilter)?.organizationId;
  if (typeof organizationId !== "string") throw new Error("This EntityManager is bound to no organization.");
  return organizationId;
}
