import type { Role } from "../graphql/graphql.ts";

/**
 * Who may do what with a patient's record, role by role. The server decides by more than the role, whose patient it is
 * among it: here it only spares people what it would refuse in any case.
 */
const rights = {
  register: ["ADMIN", "STAFF", "NURSE"],
  change: ["ADMIN", "STAFF", "NURSE", "PROVIDER", "PATIENT"],
  recordDeath: ["ADMIN", "STAFF", "NURSE", "PROVIDER"],
  archive: ["ADMIN", "STAFF"],
  seeCoverages: ["ADMIN", "STAFF", "NURSE", "PROVIDER", "PATIENT"],
  changeCoverages: ["ADMIN", "STAFF"],
  seeConsents: ["ADMIN", "STAFF", "NURSE", "PATIENT"],
  seeHistory: ["ADMIN", "NURSE", "PROVIDER", "PATIENT"],
  changeHistory: ["NURSE", "PROVIDER"],
  prescribe: ["PROVIDER"],
  addClinicalDocuments: ["NURSE", "PROVIDER", "PATIENT"],
  archiveDocuments: ["ADMIN", "STAFF", "NURSE", "PROVIDER"],
  archiveClinicalDocuments: ["NURSE", "PROVIDER"],
  seeInvoices: ["ADMIN", "STAFF", "NURSE", "PROVIDER", "PATIENT"],
  grantAccess: ["ADMIN", "STAFF"],
  breakGlass: ["ADMIN", "NURSE", "PROVIDER"],
  seeDuplicates: ["ADMIN", "STAFF", "NURSE"],
  decideDuplicates: ["ADMIN", "STAFF"],
  seeMerges: ["ADMIN", "STAFF"],
  merge: ["ADMIN"],
  exportData: ["ADMIN", "PATIENT"],
  restrict: ["ADMIN"],
  erase: ["ADMIN"],
} as const satisfies Record<string, readonly Role[]>;

export type RecordRight = keyof typeof rights;

const reading: ReadonlySet<RecordRight> = new Set<RecordRight>([
  ...([
    "seeCoverages",
    "seeConsents",
    "seeHistory",
    "seeInvoices",
    "seeDuplicates",
    "seeMerges",
    "breakGlass",
  ] as const),
]);

export function mayWithRecords(
  { roles, readsOnly = false }: { readonly roles: readonly Role[]; readonly readsOnly?: boolean },
  right: RecordRight,
): boolean {
  const allowed: readonly Role[] = rights[right];
  return (!readsOnly || reading.has(right)) && roles.some((role) => allowed.includes(role));
}
