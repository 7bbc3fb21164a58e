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
    find: "  context.audit.denied(rule.action);\n  throw new ForbiddenError(rule.action);",
    replace: '  return { kind: "organization" };',
    tests: ["subgraphs/patient/src/patient/patient.test.ts"],
  },
  {
    name: "let a patient reach the whole organization",
    file: "subgraphs/kit/src/policy/policy.ts",
    find: 'return { kind: "self", patientId: viewer.patientId };',
    replace: 'return { kind: "organization" };',
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
];
