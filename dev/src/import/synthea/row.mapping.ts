import type { CanonicalRows, RowKind } from "../canonical.rows.ts";
import type { CsvFields } from "./csv.fields.ts";
import { RejectedRow } from "./row.rejection.ts";
import type { ColumnOf, SyntheaFile } from "./synthea.folder.ts";

export interface MappingOptions {
  /** Take Synthea's digits off names: Maynard46 becomes Maynard. */
  readonly stripDigits: boolean;
  /** IANA zone for states that lie in several or are not known. */
  readonly timeZone?: string;
}

/** What a record is seen against while it is mapped. */
export interface MappingContext extends MappingOptions {
  /** External ids that went in, by kind. */
  readonly imported: Readonly<Record<RowKind, ReadonlySet<string>>>;
  /** Ids of the claims of an encounter. */
  claimsOf(encounterId: string): readonly string[];
  /** Tells of something that was left out of a row that goes in. */
  note(column: string, message: string): void;
}

/** How the records of one file become rows of one kind. */
export interface RowMapping<Kind extends RowKind = RowKind, File extends SyntheaFile = SyntheaFile> {
  readonly kind: Kind;
  readonly file: File;
  /** The columns that tell records apart, for the reason when two are the same; Id if not given. */
  readonly identity?: string;
  /** Throws a RejectedRow for a record that cannot go in. */
  map(fields: CsvFields<ColumnOf<File>>, context: MappingContext): CanonicalRows[Kind];
}

/** The id in `column`, which must belong to a row of `kind` that went in. */
export function requiredReference<Column extends string>(
  fields: CsvFields<Column>,
  column: Column,
  kind: RowKind,
  { imported }: MappingContext,
): string {
  const id = fields.requiredText(column);
  if (!imported[kind].has(id)) {
    throw new RejectedRow("NOT_FOUND", column, `none of the ${kind} that went in has the id ${id}`);
  }
  return id;
}

/** The same for a column that may be empty. */
export function optionalReference<Column extends string>(
  fields: CsvFields<Column>,
  column: Column,
  kind: RowKind,
  context: MappingContext,
): string | undefined {
  return fields.text(column) === undefined ? undefined : requiredReference(fields, column, kind, context);
}

/** An entry that is left out altogether when there is nothing in it. */
export function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in Key]?: Value });
}
