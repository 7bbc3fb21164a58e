import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { ProviderApplicationRow } from "./application.entity.ts";
import { tellOf } from "./application.history.ts";
import type { ApplicationSettings } from "./application.settings.ts";
import { stepFrom } from "./application.transition.ts";
import { type Overdue, organizationsWith, takeOverdue } from "./retention.query.ts";

/** How long somebody may take to answer what was asked. */
const answerDays = 365;
/** Why an application lapses: a code, which names nobody. */
export const noAnswer = "NO_ANSWER";
const batchSize = 100;
const entityType = "ProviderApplication";

/** Applications that nobody goes on with are withdrawn, and of whom was not taken it is forgotten who they were. */
export function applicationTask(settingsOf: () => ApplicationSettings): RecurringTask {
  return {
    name: "applications",
    everySeconds: 3_600,
    async run(services) {
      const inAll = async (overdue: Overdue, days: number, work: typeof lapseSome) => {
        const before = new Date(Date.now() - days * 86_400_000);
        const organizationIds = await organizationsWith(services.orm, overdue, before);
        await inEachOrganization(services, "applications", organizationIds, (context) => work(context, before));
      };
      await inAll("unanswered", answerDays, lapseSome);
      await inAll("settled", settingsOf().keptDays, forgetSome);
    },
  };
}

/** @returns whether there may be more */
function lapseSome(context: CommandContext, before: Date): Promise<boolean> {
  return runCommand(context, { action: "provider.application.lapse", entityType }, async (unit) => {
    const ids = await takeOverdue(unit.em, "unanswered", before, batchSize);
    for (const application of await unit.em.find(ProviderApplicationRow, { id: { $in: ids } })) {
      const { from, to } = stepFrom("lapseProviderApplication", application.status);
      application.status = to;
      unit.touch(tellOf(unit, context, application, { from, reason: noAnswer }));
    }
    return ids.length === batchSize;
  });
}

/** @returns whether there may be more */
function forgetSome(context: CommandContext, before: Date): Promise<boolean> {
  return runCommand(context, { action: "provider.application.forget", entityType }, async (unit) => {
    const ids = await takeOverdue(unit.em, "settled", before, batchSize);
    for (const application of await unit.em.find(ProviderApplicationRow, { id: { $in: ids } })) {
      // The database empties what was written for its steps, which the serving role may not.
      unit.em.assign(application, {
        ...{ givenName: null, familyName: null, email: null, credentials: null, languages: [] },
        forgottenAt: new Date(),
      } as never);
      unit.touch(application.id);
    }
    return ids.length === batchSize;
  });
}
