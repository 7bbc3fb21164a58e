import type { GraphQLSchema } from "graphql";
import { v7 as uuidv7, validate } from "uuid";
import { buildSchema } from "../../graphql/subgraph.schema.ts";
import { boundEntityManager } from "../../persistence/orm.ts";
import { useLocationFacts } from "../../policy/policy.location.ts";
import { type DelegatedScope, delegatedScopes } from "../../policy/policy.scopes.ts";
import type { Condition } from "../../policy/policy.ts";
import type { ConsentSubject } from "../../policy/reach.ts";
import { markRestricted, unmarkRestricted } from "../../restriction/restricted.patients.ts";
import type { SubgraphDefinition } from "../../subgraph.definition.ts";
import { Role } from "../../viewer/viewer.ts";
import type { TestViewer } from "../test.issuer.ts";
import type { TestSubgraph } from "../test.subgraph.ts";
import {
  ask,
  entityQuestion,
  isThere,
  type Question,
  type RowAnswer,
  rootQuestion,
  wrongTotalOf,
} from "./policy.answers.ts";
import {
  type Column,
  type Decision,
  type Ids,
  isAllowed,
  type PolicyMatrix,
  type PolicyWorld,
  type Probe,
  relationsOf,
} from "./policy.matrix.ts";
import { gapsOf, type PolicyRow, rowsOf } from "./policy.rows.ts";

/** Everything that a matrix is checked with. */
export interface PolicyCase {
  readonly definition: SubgraphDefinition;
  readonly matrix: PolicyMatrix;
  readonly probes: Readonly<Record<string, Probe>>;
  readonly world: PolicyWorld;
  /** Asks for what depends on a value that is given, and not on a record alone; a sentence for each wrong answer. */
  readonly beside?: (subgraph: TestSubgraph) => Promise<string[]>;
}

const relations = ["self", "own", "care", "grant", "breakGlass", "none", "otherOrganization"] as const;

/** Every role in every relation. */
export const columns: readonly Column[] = Object.values(Role).flatMap((role) =>
  relations.map((relation) => ({ role, relation })),
);

const strangersRecord = uuidv7();

/** Somebody with the role and the relation of `column`; the records that they are otherwise are nobody's. */
export function viewerOf({ role, relation }: Column, world: PolicyWorld): TestViewer {
  const { patient } = world.ids;
  const viewer = {
    organizationId: world.organizationId,
    roles: [role as Role],
    patientId: strangersRecord,
    providerId: strangersRecord,
  };
  const providers: Readonly<Record<string, string | undefined>> = world.providers ?? {};
  switch (relation) {
    case "none":
      return viewer;
    case "self":
      return { ...viewer, ...(patient && { patientId: patient }) };
    case "breakGlass":
      return { ...viewer, breakGlass: patient ? [patient] : [] };
    case "otherOrganization":
      // The same records by their ids, of which none is theirs.
      return {
        ...viewer,
        organizationId: world.otherOrganizationId,
        ...(patient && { patientId: patient, breakGlass: [patient] }),
        providerId: providers.care ?? providers.own ?? strangersRecord,
      };
    default:
      return { ...viewer, providerId: providers[relation] ?? strangersRecord };
  }
}

export function idsFor(relation: Column["relation"], world: PolicyWorld): Ids {
  return relation === "own" ? { ...world.ids, ...world.ownIds } : world.ids;
}

export function schemaRows({ definition, matrix }: Pick<PolicyCase, "definition" | "matrix">): {
  readonly schema: GraphQLSchema;
  readonly rows: readonly PolicyRow[];
} {
  const { schema } = buildSchema(definition);
  return { schema, rows: rowsOf(schema, Object.keys(definition.references), matrix.shown) };
}

/** What of the schema has no decision, and what was decided that the schema does not have; each a sentence. */
export function undecided(checked: PolicyCase): string[] {
  const { schema, rows } = schemaRows(checked);
  return gapsOf(rows, schema, checked.matrix, checked.probes);
}

/** Asks for every row but subscriptions in every column, and beside them; a sentence for each cell that is not as it was decided. */
export async function checkDecisions(subgraph: TestSubgraph, checked: PolicyCase): Promise<string[]> {
  const check = checkColumn(subgraph, checked);
  const wrong = await Promise.all(columns.map((column) => check(column)));
  const here = columns.filter(({ relation }) => relation !== "otherOrganization");
  useLocationFacts(() => false);
  wrong.push(...(await Promise.all(here.map((column) => check(column, { lacking: "location" })))));
  useLocationFacts();
  const { care, grant } = checked.world.providers ?? {};
  const refused = [care, grant].flatMap((provider): ConsentSubject[] =>
    provider === undefined ? [] : [{ scope: "PROVIDER_ACCESS", subject: provider }],
  );
  wrong.push(
    await refusing(checked, refused, () => Promise.all(here.map((column) => check(column, { lacking: "consent" })))),
  );
  return [...wrong.flat(), ...((await checked.beside?.(subgraph)) ?? [])];
}

/** Asks for every row but subscriptions as applications with each of the scopes; a sentence for each cell that is not as it was decided. */
export async function checkDelegations(subgraph: TestSubgraph, checked: PolicyCase): Promise<string[]> {
  const check = checkColumn(subgraph, checked);
  const asked = (circumstances: Circumstances) => () =>
    Promise.all(
      delegatedScopes.flatMap((scope) => delegating.map((column) => check(column, { ...circumstances, scope }))),
    );
  const refused = { scope: "DATA_SHARING", subject: "APPLICATIONS" } as const;
  return [...(await asked({})()).flat(), ...(await refusing(checked, [refused], asked({ lacking: "consent" })))];
}

/**
 * Asks for every row as everybody meanwhile the patient's record is restricted; a sentence for each cell that shows something
 * of it to others than the patient and administrators themselves, or tells others of the restriction.
 */
export async function checkRestriction(subgraph: TestSubgraph, checked: PolicyCase): Promise<string[]> {
  const { ids, ownIds, organizationId } = checked.world;
  const restricted = [ids.patient, ownIds?.patient].filter((id) => id !== undefined);
  const restrictionId = uuidv7();
  const em = boundEntityManager(subgraph.orm, organizationId);
  await em.transactional((em) => markRestricted(em, restrictionId, restricted));
  try {
    const check = checkColumn(subgraph, checked);
    const asked = columns.filter(({ relation }) => relation !== "otherOrganization");
    const wrong = [
      ...asked.map((column) => check(column, { restricted })),
      ...delegatedScopes.flatMap((scope) => delegating.map((column) => check(column, { restricted, scope }))),
    ];
    return (await Promise.all(wrong)).flat();
  } finally {
    await em.transactional((em) => unmarkRestricted(em, restrictionId));
  }
}

/** What is wrong, meanwhile the patient refuses; nothing where no rule is subject to their consent. */
async function refusing(
  { matrix, world }: PolicyCase,
  subjects: readonly ConsentSubject[],
  check: () => Promise<string[][]>,
): Promise<string[]> {
  if (!world.consents) {
    const isAsked = Object.values(matrix.rows).some(({ subjectTo }) => subjectTo?.includes("consent"));
    return isAsked ? ["Decisions are subject to consent, and the world has no consents."] : [];
  }
  for (const subject of subjects) await world.consents("DENY", subject);
  const wrong = await check();
  for (const subject of subjects) await world.consents("PERMIT", subject);
  return wrong.flat();
}

/** Whose applications are tried: between them they come to everything that anybody may let one do. */
export const delegating: readonly Column[] = [
  { role: Role.ADMIN, relation: "none" },
  { role: Role.PROVIDER, relation: "own" },
  { role: Role.PATIENT, relation: "self" },
];

/** What is otherwise than usual when a column is asked. */
interface Circumstances {
  /** A condition that does not hold meanwhile. */
  readonly lacking?: Condition;
  /** The one scope that the token has: it is a partner's application, which acts for somebody. */
  readonly scope?: DelegatedScope;
  /** The patient, while their record is restricted. */
  readonly restricted?: readonly string[];
}

/** Answers for one column with a sentence for each cell that is not as it was decided. */
export function checkColumn(subgraph: TestSubgraph, { definition, matrix, probes, world }: PolicyCase) {
  const { schema, rows } = schemaRows({ definition, matrix });
  const ofKind = (kind: PolicyRow["kind"]) => rows.filter((row) => row.kind === kind);
  const questions: Question[] = [];
  if (ofKind("Query").length > 0) questions.push(rootQuestion("query", ofKind("Query"), probes));
  if (ofKind("Mutation").length > 0) questions.push(rootQuestion("mutation", ofKind("Mutation"), probes));
  if (ofKind("entity").length > 0) questions.push(entityQuestion(schema, rows, matrix.shown, probes));
  const kinds = new Map(rows.map(({ name, kind }) => [name, kind]));

  return async (column: Column, { lacking, scope, restricted }: Circumstances = {}): Promise<string[]> => {
    const token = await subgraph.issuer.tokenFor(
      { ...viewerOf(column, world), ...(scope && { scope }) },
      scope && { client_id: strangersRecord },
    );
    // Whoever is refused finds their own visits still, but not by whose they are.
    const isRefused = lacking === "consent" && scope === undefined;
    const ids = { ...idsFor(column.relation, world), ...(isRefused && { named: undefined }) };
    const wrong: string[] = [];
    for (const question of questions) {
      const answers = await ask(subgraph, token, question, ids);
      const isCompared = [...question.places.keys()].some((name) =>
        canBeTold(delegatedTo(scope, matrix.rows[name]), column),
      );
      const ofUnknown = isCompared && !lacking ? await ask(subgraph, token, question, unknownFor(ids)) : answers;
      for (const [name, answer] of answers) {
        const decision = delegatedTo(scope, matrix.rows[name]);
        if (!decision) continue;
        const problem = judge({
          decision,
          parent: kinds.get(name) === "field" ? delegatedTo(scope, matrix.rows[name.split(".")[0] ?? ""]) : undefined,
          column,
          lacking,
          restricted,
          isDelegated: scope !== undefined,
          answer,
          ofUnknown: ofUnknown.get(name),
          isRoot: kinds.get(name) === "Query" || kinds.get(name) === "Mutation",
          isReached: probes[name]?.isReached,
        });
        const how = `${restricted ? " while restricted" : ""}${lacking ? ` without ${lacking}` : ""}${scope ? ` with ${scope}` : ""}`;
        if (problem) wrong.push(`${name}, ${column.role} by ${column.relation}${how}: ${problem}`);
      }
    }
    return wrong;
  };
}

/** What was decided for an application with `scope`: nobody comes to what it does not open. */
export function delegatedTo(scope: DelegatedScope | undefined, decision: Decision | undefined): Decision | undefined {
  if (!decision || scope === undefined || decision.delegated?.includes(scope)) return decision;
  return { ...decision, may: {} };
}

/** Whether what is refused in `column` could be told from what does not exist: the role may, but not about this record. */
function canBeTold(decision: Decision | undefined, column: Column): boolean {
  if (!decision || decision.ofNobody) return false;
  return !isAllowed(decision, column) && relationsOf(decision, column.role).length > 0;
}

/** Whether the answer says no more than the question did. */
function isRepeated(decision: Decision, column: Column): boolean {
  return decision.repeatsId === true && column.relation === "otherOrganization";
}

/** The same ids, but of nothing. */
function unknownFor(ids: Ids): Ids {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [name, id !== undefined && validate(id) ? uuidv7() : id]),
  );
}

interface AskedCell {
  readonly decision: Decision;
  /** Of a field: what was decided of its entity. */
  readonly parent: Decision | undefined;
  readonly column: Column;
  readonly lacking: Condition | undefined;
  readonly restricted: readonly string[] | undefined;
  /** Whether an application asks. */
  readonly isDelegated: boolean;
  readonly answer: RowAnswer;
  /** The same for records that do not exist. */
  readonly ofUnknown: RowAnswer | undefined;
  readonly isRoot: boolean;
  readonly isReached: ((value: unknown) => boolean) | undefined;
}

/** Whether what the column lacks keeps it from what it would be allowed. */
function isBarred({ decision, column, lacking, isDelegated }: AskedCell): boolean {
  if (lacking === undefined || !decision.subjectTo?.includes(lacking)) return false;
  const relations = relationsOf(decision, column.role);
  if (column.relation === "self" && relations.includes("self")) return false;
  if (lacking === "location" || isDelegated) return true;
  if (relations.includes("organization")) return false;
  // The visit by which a provider cares for the patient stays their own visit.
  return column.relation === "grant" || (column.relation === "care" && !relations.includes("own"));
}

/** Whether the column is one of those from whom a restricted record is kept: neither the patient nor administration itself. */
function isKeptFrom({ column, restricted, isDelegated }: AskedCell): boolean {
  if (!restricted || column.relation === "self") return false;
  return column.role !== Role.ADMIN || isDelegated;
}

/** What is wrong with the answer to somebody from whom the record is kept, as `reached` or not. */
function judgeKept({ decision, restricted = [], answer }: AskedCell, reached: boolean): string | undefined {
  const isOfPatients =
    decision.ofPatients ||
    Object.values(decision.may).some((relations) => ofPatients.some((one) => relations.includes(one)));
  if (reached && isOfPatients) return "is to be kept, but is there";
  const said = JSON.stringify(answer.value ?? null);
  const isTold =
    said.includes("PATIENT_RESTRICTED") || (!decision.repeatsId && restricted.some((id) => said.includes(id)));
  return isTold ? "tells of whose record is restricted" : undefined;
}

/** By these one comes to what is of a patient. */
const ofPatients = ["self", "care", "grant", "breakGlass"] as const;

/** What is wrong with the answer, if anything. */
function judge(cell: AskedCell): string | undefined {
  const { decision, parent, column, lacking, answer, ofUnknown, isRoot, isReached } = cell;
  if (isRepeated(decision, column)) return undefined;
  const allowed = isAllowed(decision, column) && !isBarred(cell);
  const reached = decision.ofNobody ? answer.value !== null : (isReached ?? isThere)(answer.value);
  if (isKeptFrom(cell)) return judgeKept(cell, reached);
  if (allowed) {
    if (!reached || answer.code) return `is to be allowed, but is ${answer.code ?? "not there"}`;
    return wrongTotalOf(answer.value);
  }
  if (reached) return "is not to be allowed, but is";
  if (!isRoot && answer.code) return `is to be null, but is an error (${answer.code})`;
  if (isRoot && relationsOf(decision, column.role).length === 0) {
    return answer.code === "FORBIDDEN" ? undefined : `is to be FORBIDDEN, but is ${answer.code ?? "not there"}`;
  }
  const isParentShown = parent && (isAllowed(parent, column) || isRepeated(parent, column));
  if (lacking || isParentShown || !canBeTold(decision, column)) return undefined;
  return JSON.stringify(answer) === JSON.stringify(ofUnknown) ? undefined : "can be told from what does not exist";
}
