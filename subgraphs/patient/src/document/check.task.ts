import { type CommandContext, inEachOrganization, type RecurringTask } from "@careconnect/kit";
import { check, claim } from "./document.check.ts";
import { organizationsWithChecks } from "./due.query.ts";

/** Checks what nobody has checked to the end: for which the scanner was away, or whoever was at it is gone. */
export const documentCheckTask: RecurringTask = {
  name: "document-check",
  everySeconds: 15,
  async run(services) {
    const organizationIds = await organizationsWithChecks(services.orm, new Date());
    await inEachOrganization(services, "document-check", organizationIds, checkNext);
  },
};

/** @returns whether there may be more */
async function checkNext(context: CommandContext): Promise<boolean> {
  const row = await claim(context);
  if (!row) return false;
  await check(context, row);
  return true;
}
