import { p, Type } from "@mikro-orm/core";
import { blindIndexOf, seal, unseal } from "./keyring.ts";

class SensitiveText extends Type<string | null, string | null> {
  constructor(private readonly purpose: string) {
    super();
  }

  override convertToDatabaseValue(value: string | null): string | null {
    return value == null ? null : seal(value, this.purpose);
  }

  override convertToJSValue(value: string | null): string | null {
    return value == null ? null : unseal(value, this.purpose);
  }

  // Sealing the same text twice gives two ciphertexts: compare what they hold, or every flush would rewrite the column.
  override compareValues(a: string | null, b: string | null): boolean {
    return this.convertToJSValue(a) === this.convertToJSValue(b);
  }

  // A row that was read is compared by what the database holds: sealing its values anew would double the cost of reading.
  override ensureComparable(): boolean {
    return false;
  }

  override getColumnType(): string {
    return "text";
  }
}

/**
 * A column that is encrypted at rest: `email: sensitive("patient.email")`.
 * @param purpose `<table>.<column>`, authenticated with the value.
 */
export function sensitive(purpose: string) {
  return p.type(new SensitiveText(purpose)).$type<string | null>().nullable();
}

/**
 * The searchable companion of a {@link sensitive} column: a keyed hash of its normalized value.
 * @param purpose the same as the column's.
 * @param normalized the value to index, or null for none.
 */
export function blindIndex<Row>(purpose: string, normalized: (row: Row) => string | null | undefined) {
  const hash = (row: Row) => {
    const value = normalized(row);
    return value ? blindIndexOf(value, purpose) : null;
  };
  return p.string().$type<string | null>().nullable().onCreate(hash).onUpdate(hash);
}
