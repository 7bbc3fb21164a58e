import { type EntityManager, p, Type } from "@mikro-orm/core";
import { boundOrganization } from "../persistence/row.ts";
import { blindIndexOf } from "./keyring.ts";

/** The type of a sensitive column. Rows in memory hold its plain value: the driver seals what it writes and opens what it reads. */
export class SensitiveText extends Type<string | null, string | null> {
  override convertToDatabaseValue(
    value: string | null,
    _platform: unknown,
    context?: { mode?: string },
  ): string | null {
    // Equal values are sealed differently: no condition on them ever holds.
    if (value !== null && context?.mode === "query")
      throw new Error(
        `${this.meta?.className}.${this.prop?.name} is sealed and cannot be searched: use its blind index.`,
      );
    return value;
  }

  override getColumnType(): string {
    return "text";
  }
}

/**
 * A column that is encrypted at rest, with the data key of the row's organization and bound to its table, column and
 * row. The row needs the columns `id` and `organizationId`.
 */
export function sensitive() {
  return p.type(new SensitiveText()).$type<string | null>().nullable();
}

/** The type of a blind index: what it is computed from, so that it can be computed anew. */
export class BlindIndex extends Type<string | null, string | null> {
  constructor(
    private readonly purpose: string,
    private readonly normalized: (row: never) => string | null | undefined,
    private readonly scope: "organization" | "everywhere",
  ) {
    super();
  }

  of(row: object, organizationId: string): string | null {
    const value = this.normalized(row as never);
    if (!value) return null;
    return this.scope === "everywhere"
      ? blindIndexOf(value, this.purpose)
      : blindIndexOf(value, this.purpose, organizationId);
  }

  override getColumnType(): string {
    return "varchar(255)";
  }
}

/**
 * The searchable companion of a {@link sensitive} column: a keyed hash of its normalized value.
 * @param purpose `<table>.<column>` of the column.
 * @param normalized the value to index, or null for none.
 * @param scope `everywhere` for what must be unique among all organizations; otherwise equal values of two
 *   organizations have different hashes.
 */
export function blindIndex<Row>(
  purpose: string,
  normalized: (row: Row) => string | null | undefined,
  scope: "organization" | "everywhere" = "organization",
) {
  const type = new BlindIndex(purpose, normalized, scope);
  const hash = (row: object, em: EntityManager) => type.of(row, boundOrganization(em));
  return p.type(type).$type<string | null>().nullable().onCreate(hash).onUpdate(hash);
}

/**
 * The hashes under which `normalized` may be found: the organization's, and the one of rows that were written before
 * indexes were made per organization and that no rotation has touched since.
 */
export function blindIndexesOf(normalized: string, purpose: string, organizationId: string): string[] {
  return [blindIndexOf(normalized, purpose, organizationId), blindIndexOf(normalized, purpose)];
}
