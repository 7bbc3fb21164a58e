/**
 * Subscription fields whose events are the same for all viewers who differ in nothing but who they are: same organization,
 * roles, scope and every other claim. Everything else is asked for per viewer, because the owning subgraph decides per
 * viewer what may be seen.
 *
 * A field may stand here only if its events hold no patient data, each event says everything (a newcomer is given the
 * latest one at once), and the subgraph sends the present state first (the subscription is opened anew when the token it
 * was opened with expires).
 */
export const sharedFields: ReadonlySet<string> = new Set(["dashboardMetricsChanged"]);

/** Claims that tell one person or one token from another, and nothing about what they may see. */
const personal = new Set(["sub", "jti", "iat", "nbf", "exp", "sid", "auth_time"]);

/** A text that is equal for viewers who may share, from the claims of a verified token. */
export function groupOf(claims: Readonly<Record<string, unknown>>): string {
  const shared = Object.entries(claims)
    .filter(([name]) => !personal.has(name))
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(shared);
}
