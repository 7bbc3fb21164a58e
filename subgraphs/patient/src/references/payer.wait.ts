import { awaitFact, type CommandContext, notFound } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { PayerReference } from "./payer-reference.entity.ts";

type Paid = { readonly payerId?: string | undefined };

const isKnown = async (em: EntityManager, payerId: string) => (await em.count(PayerReference, { payerId })) > 0;

/** Waits until the event has arrived that tells of the payer, so that one who was registered a moment ago can be named. */
export async function awaitPayer({ em }: CommandContext, { payerId }: Paid): Promise<void> {
  if (payerId !== undefined) await awaitFact(() => isKnown(em.fork(), payerId));
}

/** Refuses a payer who is none of the organization's. @throws CommandRefusal NOT_FOUND */
export async function requirePayer(em: EntityManager, payerId: string): Promise<void> {
  if (!(await isKnown(em, payerId))) throw notFound("payerId");
}
