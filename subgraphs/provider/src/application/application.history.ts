import type { CommandContext, CommandUnit } from "@careconnect/kit";
import type { ProviderApplicationRow } from "./application.entity.ts";
import { applicationChanged } from "./application.events.ts";
import type { ProviderApplicationStatus } from "./application.status.ts";
import { ProviderApplicationChangeRow } from "./application-change.entity.ts";

/** Keeps the step that `application` has taken, and tells of it. @returns its id */
export function tellOf(
  unit: Pick<CommandUnit, "em" | "emit">,
  { viewer }: CommandContext,
  application: ProviderApplicationRow,
  {
    from,
    reason = null,
  }: { readonly from: ProviderApplicationStatus | null; readonly reason?: string | null | undefined },
): string {
  unit.em.create(ProviderApplicationChangeRow, {
    ...{ applicationId: application.id, from, to: application.status, reason },
    ...{ changedAt: new Date(), actorId: viewer.userId },
  } as never);
  unit.emit(() => applicationChanged(application));
  return application.id;
}
