import type { DelegatedScope } from "../../policy/policy.scopes.ts";
import type { Condition, Relation, Rule } from "../../policy/policy.ts";
import type { ConsentSubject } from "../../policy/reach.ts";

/** What is decided of one row. It says anew what the rules say, so that no rule changes unnoticed. */
export interface Decision {
  /** By which relations each role comes to it; a role that is not there is refused. */
  readonly may: Rule["may"];
  readonly subjectTo?: readonly Condition[];
  /** By which scopes a partner's application comes to it for a person who does; by none where there are none. */
  readonly delegated?: readonly DelegatedScope[];
  /** It is about no record that could be somebody else's: who may do it here may do it in another organization, too. */
  readonly ofNobody?: true;
  /** It is of the patient, though no role comes to it by one: it is kept while their record is restricted. */
  readonly ofPatients?: true;
  /** It repeats the id that it was asked by: of another organization's record that says nothing. */
  readonly repeatsId?: true;
}

/** The decisions of a subgraph: every row that its schema has, and no other. */
export interface PolicyMatrix {
  /**
   * Root fields (`Query.patient`), entities as references lead to them (`Patient`), and their fields that not everybody
   * who sees the entity sees, or that lead on (`Patient.conditions`).
   */
  readonly rows: Readonly<Record<string, Decision>>;
  /** By type, the fields that whoever sees it sees, or that lead to what has a decision of its own. */
  readonly shown?: Readonly<Record<string, readonly string[]>>;
}

/** Ids by what they are of, e.g. `patient`; undefined where none is given. `named` is the patient by whom is searched. */
export type Ids = Readonly<Record<string, string | undefined>>;

/** How a row is asked for. */
export interface Probe {
  /** Arguments that name, in every place that takes an id, one of `ids`. A command's are such that it changes nothing. */
  readonly arguments?: (ids: Ids) => Readonly<Record<string, unknown>>;
  /** Of a field of an entity that `@requires` others of another subgraph: what the router brings of them. */
  readonly requires?: Readonly<Record<string, unknown>>;
  /** Whether the field's value shows what was asked for; by default whether there is any. */
  // biome-ignore lint/suspicious/noExplicitAny: a value has the shape of its field, which the probe knows
  readonly isReached?: (value: any) => boolean;
  /** Of a subscription: makes happen what it tells of, with the records of `ids`. */
  readonly happens?: (ids: Ids) => Promise<unknown>;
}

/** The rows of a database about which a matrix is asked. */
export interface PolicyWorld {
  readonly organizationId: string;
  readonly otherOrganizationId: string;
  /** What is asked for: ids of records, `patient` among them where there are patients. An entity's is its name in lower case. */
  readonly ids: Ids;
  /** What an own record is, where it is not what the others are. */
  readonly ownIds?: Ids;
  /** Who is related to the patient in which way. */
  readonly providers?: Readonly<Partial<Record<"care" | "grant" | "own", string>>>;
  /** Writes down what the patient said, where a rule is subject to their consent. */
  readonly consents?: (decision: "PERMIT" | "DENY", subject: ConsentSubject) => Promise<unknown>;
}

/** A role that somebody has and how they are related to what they ask for. */
export interface Column {
  readonly role: string;
  readonly relation: Exclude<Relation, "organization"> | "none" | "otherOrganization";
}

/** Whether somebody in `column` comes to what `decision` is about. */
export function isAllowed(decision: Decision, { role, relation }: Column): boolean {
  const relations = relationsOf(decision, role);
  if (relation === "otherOrganization") return decision.ofNobody === true && relations.includes("organization");
  return relations.includes("organization") || (relations as readonly string[]).includes(relation);
}

export function relationsOf(decision: Decision, role: string): readonly Relation[] {
  const relations = decision.may[role as keyof Decision["may"]] ?? [];
  return typeof relations === "string" ? [relations] : relations;
}
