/**
 * The payloads of events as a JSON array, each with its aggregate's `version`: for `jsonb_to_recordset`, so that many
 * events are one statement.
 */
export function payloadRows(
  events: readonly { readonly payload: Record<string, unknown>; readonly aggregateVersion: number }[],
): string {
  return JSON.stringify(events.map(({ payload, aggregateVersion }) => ({ ...payload, version: aggregateVersion })));
}
