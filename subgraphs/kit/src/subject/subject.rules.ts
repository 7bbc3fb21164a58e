import type { EntityMetadata, InferEntity } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Entity } from "../persistence/orm.ts";

/** The names of a row's properties. */
type PropertyOf<Row extends Entity> = keyof InferEntity<Row> & string;

/**
 * What becomes of a patient's rows when the patient is erased:
 * - `delete`: they go
 * - `replace`: they stay for a reason, without what says whose they are; every property is replaced or kept for a reason
 * - `keep`: they stay as they are, for what the law wants
 * - `pass`: they go by themselves, sooner than anybody could ask
 */
export type Erasure<Property extends string = string> =
  | { readonly kind: "delete" }
  | {
      readonly kind: "replace";
      readonly because: string;
      /** By property: its value from then on. */
      readonly values: Readonly<Partial<Record<Property, unknown>>>;
      /** By property: why it may stay. */
      readonly kept: Readonly<Partial<Record<Property, string>>>;
    }
  | {
      readonly kind: "keep";
      readonly because: string;
      /** Nothing is added to what stays; without it, what events tell still is. */
      readonly closed?: true;
    }
  | { readonly kind: "pass"; readonly because: string };

/** How a row is found to be a patient's. */
export type Whose<Property extends string = string> =
  /** The property is the patient's id; `orBy` is that of another one, of whom the row may tell, too: it is erased with either. */
  | { readonly patientBy: Property; readonly orBy?: Property }
  /** The property is the id of a row of another table, whose patient it is. */
  | { readonly parentBy: Property; readonly parent: Entity }
  /** No property names them: it is told in words. */
  | { readonly inWords: string };

/** What keeps a patient from being erased for as long as the deployment retains records. */
export type Retention<Property extends string = string> =
  /** The property is the time since when a row is retained; of rows without it, `otherwise` is. */
  | { readonly since: Property; readonly otherwise?: Property }
  /** Why the age of no row matters. */
  | { readonly none: string };

/** What a subgraph does with a table's rows when a patient asks for what is known of them, or to be forgotten. */
export interface SubjectRule<Property extends string = string> {
  readonly entity: Entity;
  /** Undefined: no row says anything about a patient. */
  readonly whose?: Whose<Property>;
  /** Why no row is about a patient, or why rows that are stay out of an export. */
  readonly unexported?: string;
  /** Properties that stay out of an export, and why; blind indexes do without being named. */
  readonly hidden?: Readonly<Partial<Record<Property, string>>>;
  /** Properties that stay out of it in rows in which another property is null, and why. */
  readonly hiddenWithout?: Readonly<
    Partial<Record<Property, { readonly property: Property; readonly because: string }>>
  >;
  /** Rows that nobody but the patient is given, and why. */
  readonly confided?: { readonly where: object; readonly because: string };
  readonly erasure?: Erasure<Property>;
  /** Said of rows that are deleted or replaced. */
  readonly retention?: Retention<Property>;
  /** What goes with rows that are deleted and is kept elsewhere, in the same transaction. */
  readonly beforeDelete?: (em: EntityManager, rows: readonly object[]) => Promise<void>;
}

/** Rows of `entities` say nothing about a patient. */
export function aboutNobody(because: string, ...entities: readonly Entity[]): SubjectRule[] {
  return entities.map((entity) => ({ entity, unexported: because }));
}

/** Rows of `entity` are about patients. */
export function aboutPatients<Row extends Entity>(
  entity: Row,
  rule: Omit<SubjectRule<PropertyOf<Row>>, "entity"> & {
    readonly whose: Whose<PropertyOf<Row>>;
    readonly erasure: Erasure<PropertyOf<Row>>;
  },
): SubjectRule {
  return { entity, ...rule } as SubjectRule;
}

/** The properties that tell since when a row is retained, the first of them that has a value. */
export function retentionProperties(retention: Retention): string[] {
  if (!("since" in retention)) return [];
  return [retention.since, ...(retention.otherwise === undefined ? [] : [retention.otherwise])];
}

/** What a row has whatever it is about: nobody is known by it. */
const structural = new Set(["id", "organizationId", "version", "createdAt", "updatedAt"]);

/** The properties of `meta` that `rule` says nothing about although they stay when the patient is erased. */
export function undecidedProperties(meta: EntityMetadata, { erasure }: SubjectRule): string[] {
  if (erasure?.kind !== "replace") return [];
  return (
    meta.props
      // What is computed as it is read is kept nowhere.
      .filter(({ formula }) => !formula)
      .map(({ name }) => name)
      .filter((name) => !structural.has(name) && !(name in erasure.values) && !(name in erasure.kept))
  );
}
