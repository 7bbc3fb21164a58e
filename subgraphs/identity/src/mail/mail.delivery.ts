import { describeFault, sleep } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyBaseLogger } from "fastify";
import { renderMail } from "./mail.content.ts";
import { openMail } from "./mail.queue.ts";
import type { MailTransport } from "./mail.transport.ts";
import { OutgoingMailRow } from "./outgoing-mail.entity.ts";

const pollInterval = 500;
const batchSize = 5;
/** While a process tries to deliver a mail no other does; when it dies, the next one tries after this. */
const leaseSeconds = 60;
const longestPause = 15 * 60;
/** A link is not worth more than this; an invitation can be made anew. */
const givenUpAfter = "24 hours";

export interface MailDeliveryOptions {
  readonly orm: MikroORM;
  readonly transport: MailTransport;
  /** The address of the issuer, below which the links lead. */
  readonly site: string;
  readonly log: FastifyBaseLogger;
}

export interface MailDelivery {
  /** Ends after the mail that is under way. */
  stop(): Promise<void>;
}

/** Delivers what is queued, in every process that serves: a mail is leased by one of them at a time. */
export function startMailDelivery(options: MailDeliveryOptions): MailDelivery {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
      options.transport.close();
    },
  };
}

async function run(options: MailDeliveryOptions, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const delivered = await deliverDue(options).catch((error: unknown) => {
      options.log.error({ fault: describeFault(error) }, "queued mail could not be read; the next round will");
      return 0;
    });
    if (delivered < batchSize) await sleep(pollInterval, stopped);
  }
}

interface LeasedMail {
  readonly id: string;
  readonly sealed_mail: string;
  readonly attempts: number;
}

/** @returns how many mails were due */
async function deliverDue({ orm, transport, site, log }: MailDeliveryOptions): Promise<number> {
  const em = orm.em.fork();
  const leased = await em.execute<LeasedMail[]>(
    `update outgoing_mail set attempts = attempts + 1, next_attempt_at = now() + interval '${leaseSeconds} seconds'
     where id in (
       select id from outgoing_mail where next_attempt_at <= now() order by next_attempt_at limit ? for update skip locked
     )
     returning id, sealed_mail, attempts`,
    [batchSize],
  );
  for (const mail of leased) {
    try {
      await transport.deliver(renderMail(openMail(mail.sealed_mail), site));
      await em.nativeDelete(OutgoingMailRow, { id: mail.id });
    } catch (error) {
      // An SMTP server's answer may quote the address: only its code is told.
      log.warn({ mail: mail.id, attempt: mail.attempts, fault: describeFault(error) }, "a mail was not delivered");
      await postpone(orm, mail);
    }
  }
  return leased.length;
}

async function postpone(orm: MikroORM, { id, attempts }: LeasedMail): Promise<void> {
  const pause = Math.min(5 * 2 ** (attempts - 1), longestPause);
  const em = orm.em.fork();
  await em.execute(`delete from outgoing_mail where id = ? and created_at < now() - interval '${givenUpAfter}'`, [id]);
  await em.execute("update outgoing_mail set next_attempt_at = now() + ? * interval '1 second' where id = ?", [
    pause,
    id,
  ]);
}
