import { assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { ProviderApplicationRow } from "./application.entity.ts";
import { readApplications } from "./application.policy.ts";
import { ProviderApplicationChangeRow } from "./application-change.entity.ts";

/** Applications by id; null for what is not there. */
export const applicationById = defineLoader<string, ProviderApplicationRow>(async (context, ids) => {
  assertMay(context, readApplications);
  const rows = await context.em.fork().find(ProviderApplicationRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The histories of applications, the latest step first. */
export const changesByApplication = defineLoader<string, ProviderApplicationChangeRow[]>(
  async (context, applicationIds) => {
    assertMay(context, readApplications);
    const rows = await context.em
      .fork()
      .find(
        ProviderApplicationChangeRow,
        { applicationId: { $in: [...applicationIds] } },
        { orderBy: [{ changedAt: "desc" }, { id: "desc" }] },
      );
    return groupedInOrderOf(applicationIds, rows, ({ applicationId }) => String(applicationId));
  },
);
