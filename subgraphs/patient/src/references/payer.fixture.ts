import { randomUUID } from "node:crypto";
import { boundEntityManager, type LoggedEvent } from "@careconnect/kit";
import type { TestSubgraph } from "@careconnect/kit/testing";
import { payerConsumer } from "./payer.consumer.ts";

/** Lets the consumer of payers apply what billing tells of one, as the inbox would; answers with the payer's id. */
export async function knownPayer(
  patients: Pick<TestSubgraph, "orm">,
  organizationId: string,
  payerId: string = randomUUID(),
): Promise<string> {
  await boundEntityManager(patients.orm, organizationId).transactional(async (em) => {
    const event: LoggedEvent = {
      ...{ position: 1, id: randomUUID(), type: "payer.registered", typeVersion: 1, organizationId },
      ...{ aggregateType: "Payer", aggregateId: payerId, aggregateVersion: 1, occurredAt: new Date() },
      ...{ actorId: randomUUID(), correlationId: "test", imported: true, payload: { payerId } },
    };
    await payerConsumer.handles[event.type]?.({ em }, [event]);
  });
  return payerId;
}
