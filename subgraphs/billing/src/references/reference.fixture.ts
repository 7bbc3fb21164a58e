import { randomUUID } from "node:crypto";
import { boundEntityManager, type ConsumerDefinition, type LoggedEvent, Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { referenceConsumer } from "./reference.consumer.ts";

export const organizationId = "0199a000-0000-7000-8000-000000000001";
export const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
export const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
export const stranger: TestViewer = {
  ...{ organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN], scope: "graphql import" },
};

/** Lets a consumer apply an event of another subgraph, as the inbox would. */
export async function tell(
  billing: Pick<TestSubgraph, "orm">,
  type: string,
  payload: Record<string, unknown>,
  options: Partial<LoggedEvent> & {
    readonly consumer?: ConsumerDefinition;
    readonly beforeCommit?: () => Promise<void>;
  } = {},
): Promise<void> {
  const { consumer = referenceConsumer, beforeCommit, ...told } = options;
  const organization = told.organizationId ?? organizationId;
  await boundEntityManager(billing.orm, organization).transactional(async (em) => {
    const event: LoggedEvent = {
      ...{ position: 1, id: randomUUID(), type, typeVersion: 1, organizationId: organization, aggregateType: "Any" },
      ...{ aggregateId: randomUUID(), aggregateVersion: 1, occurredAt: new Date(), actorId: randomUUID() },
      ...{ correlationId: "test", imported: false, payload },
      ...told,
    };
    await consumer.handles[type]?.({ em }, [event]);
    await em.flush();
    await beforeCommit?.();
  });
}

/** Tells in which currency the organization counts. */
export function knownOrganization(billing: Pick<TestSubgraph, "orm">, told: Partial<LoggedEvent> = {}): Promise<void> {
  return tell(
    billing,
    "organization.registered",
    {
      organizationId: told.organizationId ?? organizationId,
      name: "Riverside Clinic",
      currency: "USD",
      timeZone: "America/New_York",
    },
    told,
  );
}
