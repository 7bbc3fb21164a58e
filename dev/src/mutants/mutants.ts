/** A promise broken on purpose: one replacement in one file, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  readonly tests: readonly string[];
}

export const mutants: readonly Mutant[] = [
  {
    name: "forget the organization filter",
    file: "subgraphs/kit/src/persistence/orm.ts",
    find: "default: true",
    replace: "default: false",
    tests: ["subgraphs/kit/src/persistence/tenancy.test.ts"],
  },
  {
    name: "grant everything to everybody",
    file: "subgraphs/kit/src/policy/policy.ts",
    find: "  context.audit.denied(rule.action);\n  throw new ForbiddenError();",
    replace: '  return [{ relation: "organization" }];',
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "let a patient reach the whole organization",
    file: "subgraphs/kit/src/policy/policy.ts",
    find: "const patientIds = ownRecordsOf(viewer);\n      return patientIds.length === 0 ? [] : [{ relation, patientIds }];",
    replace: 'return [{ relation: "organization" }];',
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "answer before the audit entry is written",
    file: "subgraphs/kit/src/graphql/apollo.server.ts",
    find: "await contextValue.audit.flush();",
    replace: "contextValue.audit.flush().catch(() => undefined);",
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "accept a cursor of another list",
    file: "subgraphs/kit/src/pagination/connection.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the source
    find: "const list = `${context.viewer.organizationId}:${options.name}:${order}`;",
    replace: "const list = options.name;",
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "ignore idempotency keys",
    file: "subgraphs/kit/src/command/command.ts",
    find: "call ? onlyOnce(em, context, call, attempt) : attempt(em)",
    replace: "attempt(em)",
    tests: ["subgraphs/patient/src/patient/patient.commands.test.ts"],
  },
  {
    name: "replay a key whatever its body",
    file: "subgraphs/kit/src/command/idempotency.ts",
    find: 'if (record?.body_hash !== call.bodyHash) return { kind: "reused" };',
    replace: 'if (!record) return { kind: "reused" };',
    tests: ["subgraphs/patient/src/patient/patient.commands.test.ts"],
  },
  {
    name: "overwrite what somebody else changed",
    file: "subgraphs/kit/src/command/command.ts",
    find: "if (expected !== undefined && expected !== row.version) {",
    replace: "if (expected !== undefined && expected > row.version + 100) {",
    tests: ["subgraphs/patient/src/patient/patient.commands.test.ts"],
  },
  {
    name: "accept tokens for another audience",
    file: "subgraphs/kit/src/viewer/token.verifier.ts",
    find: "      audience,\n",
    replace: "",
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "accept id tokens",
    file: "subgraphs/kit/src/viewer/token.verifier.ts",
    find: '      typ: "at+jwt",\n',
    replace: "",
    tests: ["subgraphs/reports/src/hop.test.ts"],
  },
  {
    name: "accept tokens that were revoked",
    file: "subgraphs/kit/src/viewer/token.verifier.ts",
    find: "    if (await options.revocations.isRevoked(known)) throw new UnauthenticatedError();\n",
    replace: "",
    tests: ["subgraphs/reports/src/hop.test.ts"],
  },
  {
    name: "replay events without an audit entry",
    file: "subgraphs/kit/src/http/events.routes.ts",
    find: ".finally(() => context.audit.flush())",
    replace: "",
    tests: ["subgraphs/appointment/src/audit.test.ts"],
  },
  {
    name: "tell of an event without an audit entry",
    file: "subgraphs/kit/src/subscriptions/subscription.delivery.ts",
    find: "  await context.audit.flush();\n",
    replace: "",
    tests: ["subgraphs/appointment/src/audit.test.ts"],
  },
  {
    name: "forget whom a read was about",
    file: "subgraphs/kit/src/audit/audit.entries.ts",
    find: '(entityType === "Patient" ? record.id : record.patientId) ?? subjects.get(record.id);',
    replace: "subjects.get(record.id);",
    tests: ["subgraphs/kit/src/audit/audit.trail.test.ts"],
  },
  {
    name: "reports: let an older event overwrite a newer one",
    file: "subgraphs/reports/src/facts/fact.sql.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the source
    find: "const isNewer = `${name}.version < excluded.version`;",
    replace: 'const isNewer = "true";',
    tests: ["subgraphs/reports/src/facts/fact.projection.test.ts"],
  },
  {
    name: "reports: count the days of UTC",
    file: "subgraphs/reports/src/metrics/daily.sql.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the source
    find: "(${row}.starts_at at time zone :zone::text)",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the source
    replace: "(${row}.starts_at at time zone coalesce('UTC', :zone::text))",
    tests: ["subgraphs/reports/src/metrics/metrics.test.ts"],
  },
  {
    name: "reports: sum up the days of all organizations",
    file: "subgraphs/reports/src/metrics/metrics.service.ts",
    find: "from daily_metrics where organization_id = summary.organization_id and day",
    replace: "from daily_metrics where day",
    tests: ["subgraphs/reports/src/metrics/metrics.test.ts"],
  },
  {
    name: "reports: rebuild without holding back consumers",
    file: "subgraphs/reports/src/rebuild/read-model.rebuild.ts",
    find: "    await holdBackConsumers(em, organizationId);\n",
    replace: "    if (count < 0) await holdBackConsumers(em, organizationId);\n",
    tests: ["subgraphs/reports/src/rebuild/rebuild.test.ts"],
  },
  {
    name: "let a provider be in two visits",
    file: "subgraphs/appointment/migrations/create-visit-type-rules.migration.ts",
    find: "(provider_id with =, tstzrange(coalesce(blocked_from, starts_at), coalesce(blocked_until, ends_at)) with &&)",
    replace: "(id with =)",
    tests: ["subgraphs/appointment/src/booking/booking.race.test.ts"],
  },
  {
    name: "let a patient be in two visits",
    file: "subgraphs/appointment/migrations/create-visit-type-rules.migration.ts",
    find: "(patient_id with =, tstzrange(starts_at, ends_at) with &&)",
    replace: "(id with =)",
    tests: ["subgraphs/appointment/src/booking/booking.race.test.ts"],
  },
  {
    name: "show drafts to others than their authors",
    file: "subgraphs/patient/src/visit-note/visit-note.policy.ts",
    find: "[{ authorId: userId }]",
    replace: "[{ authorId: { $ne: null } }]",
    tests: ["subgraphs/patient/src/visit-note/visit-note.test.ts"],
  },
  {
    name: "let what was signed be changed",
    file: "subgraphs/patient/migrations/create-visit-notes.migration.ts",
    find: "old.signed_at is not null and (",
    replace: "old.signed_at is null and (",
    tests: ["subgraphs/patient/src/visit-note/visit-note.test.ts"],
  },
  {
    name: "skip the inbox",
    file: "subgraphs/kit/src/inbox/inbox.ts",
    find: "if (receipts.length === 0) return 0;\n    const fresh = new Set(receipts.map(({ event_id }) => event_id));",
    replace: "const fresh = new Set(events.map(({ id }) => id));",
    tests: ["subgraphs/kit/src/events/pg-boss.bus.test.ts"],
  },
  {
    name: "publish before commit",
    file: "subgraphs/kit/src/outbox/unit.of.work.ts",
    find: "await em.insertMany(",
    replace: "await context.em.fork().insertMany(",
    tests: ["subgraphs/kit/src/outbox/unit.of.work.test.ts"],
  },
  {
    name: "name patients to whoever asks",
    file: "subgraphs/kit/src/policy/reach.ts",
    find: "if (isOrganizationWide(reach)) return new Set(used);",
    replace: "if (reach) return new Set(patientIds);",
    tests: ["subgraphs/appointment/src/subscriptions", "subgraphs/billing/src/invoice/invoice.test.ts"],
  },
  {
    name: "take more than is owed",
    file: "subgraphs/billing/src/payment/payment.commands.ts",
    find: "if (amount > owed) throw exceedsBalance();",
    replace: "",
    tests: ["subgraphs/billing/src/payment/payment.test.ts"],
  },
  {
    name: "bill imported history",
    file: "subgraphs/billing/src/invoice/visit.consumer.ts",
    find: "events.filter(({ imported }) => !imported)",
    replace: "events",
    tests: ["subgraphs/billing/src/invoice/visit.invoicing.test.ts"],
  },
];
