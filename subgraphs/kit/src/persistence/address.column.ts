import { JsonType, p } from "@mikro-orm/core";
import type { Address } from "../graphql/address.type.ts";

/** jsonb gives keys back in an order of its own: compared as they come, an address would change with every import. */
class CanonicalJson extends JsonType {
  override compareValues(one: string, other: string): boolean {
    return canonical(one) === canonical(other);
  }
}

function canonical(json: unknown): string {
  const value: unknown = typeof json === "string" ? JSON.parse(json) : json;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A postal address, as one column. */
export const addressColumn = p.type(CanonicalJson).columnType("jsonb").$type<Address | null>().nullable();
