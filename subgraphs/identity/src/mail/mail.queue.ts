import { seal, unseal } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { MailContent } from "./mail.content.ts";
import { OutgoingMailRow } from "./outgoing-mail.entity.ts";

const purpose = "outgoing_mail.mail";

/** A mail before it is rendered. */
export interface QueuedMail {
  readonly to: string;
  readonly content: MailContent;
}

/** Puts a mail out with the transaction of `em`: it goes if and only if what it tells of was done. */
export function queueMail(em: EntityManager, to: string, content: MailContent): void {
  const now = new Date();
  em.create(OutgoingMailRow, {
    sealedMail: seal(JSON.stringify({ to, content } satisfies QueuedMail), purpose),
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
  });
}

export function openMail(sealedMail: string): QueuedMail {
  return JSON.parse(unseal(sealedMail, purpose)) as QueuedMail;
}
