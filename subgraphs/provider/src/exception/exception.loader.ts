import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { readAvailability } from "../availability/availability.policy.ts";
import { AvailabilityExceptionRow } from "./exception.entity.ts";

const dayLength = 24 * 60 * 60_000;

/** The exceptions of providers that are not over anywhere on earth, the earliest first. */
export const exceptionsByProvider = defineLoader<string, AvailabilityExceptionRow[]>(async (context, providerIds) => {
  assertMay(context, readAvailability);
  const yesterday = new Date(Date.now() - dayLength).toISOString().slice(0, 10);
  const rows = await context.em
    .fork()
    .find(
      AvailabilityExceptionRow,
      { providerId: { $in: [...providerIds] }, toDay: { $gte: yesterday } },
      { orderBy: [{ fromDay: "asc" }, { id: "asc" }] },
    );
  return groupedInOrderOf(providerIds, rows, ({ providerId }) => String(providerId));
});
