import {
  type CommandContext,
  type CommandUnit,
  defineCommand,
  invalid,
  knownUuid,
  notFound,
  requireVersion,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { readPractice } from "../provider/practice.service.ts";
import { ProviderRow } from "../provider/provider.entity.ts";
import { providerStatusChanged } from "../provider/provider.events.ts";
import { ProviderStatus } from "../provider/provider.status.ts";
import { changeProviderStatus } from "./status.policy.ts";
import { type StatusCommand, statusAfter } from "./status.transition.ts";
import { ProviderStatusChangeRow } from "./status-change.entity.ts";

/** How often one provider is reinstated at most, so that their history ends. */
const mostReinstatements = 100;

const decision = z.object({
  id: z.string(),
  reason: z.string().trim().min(10, "must have 10 characters at least").max(500, "must have 500 at most"),
  expectedVersion: z.int().nullish(),
});

const statusCommand = (name: StatusCommand) =>
  defineCommand({
    name,
    rule: changeProviderStatus,
    entityType: "Provider",
    schema: decision,
    run: (unit, body, context) => changeStatus(unit, name, body, context),
  });

export const suspendProvider = statusCommand("suspendProvider");
export const reinstateProvider = statusCommand("reinstateProvider");

async function changeStatus(
  unit: CommandUnit,
  command: StatusCommand,
  { id, reason, expectedVersion }: z.output<typeof decision>,
  { viewer }: CommandContext,
): Promise<string> {
  const provider = await unit.em.findOne(ProviderRow, { id: knownUuid(id) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!provider) throw notFound("id");
  requireVersion(provider, expectedVersion ?? undefined);
  const from = provider.status;
  provider.status = statusAfter(command, from);
  // Whoever must not be booked is never refused to be suspended.
  const step = { providerId: provider.id, to: ProviderStatus.ACTIVE };
  if (command === "reinstateProvider" && (await unit.em.count(ProviderStatusChangeRow, step)) >= mostReinstatements)
    throw invalid(["id"], `This provider was reinstated ${mostReinstatements} times, which is as often as one can be.`);
  unit.em.create(ProviderStatusChangeRow, {
    ...{ providerId: provider.id, from, to: provider.status, reason },
    ...{ changedAt: new Date(), actorId: viewer.userId },
  } as never);
  const practice = await readPractice(unit.em, provider.id);
  unit.emit(() => providerStatusChanged(provider, practice));
  return provider.id;
}
