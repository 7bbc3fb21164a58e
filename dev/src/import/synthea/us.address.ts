import type { AddressFields } from "../canonical.rows.ts";
import type { CsvFields } from "./csv.fields.ts";
import { given } from "./row.mapping.ts";

/** The address of a record, always in the US; undefined when all of it is missing. */
export function usAddress<Column extends string>(
  fields: CsvFields<Column | "ADDRESS" | "CITY" | "ZIP">,
  stateColumn: Column,
): AddressFields | undefined {
  const parts = {
    ...given("line", fields.text("ADDRESS")),
    ...given("city", fields.text("CITY")),
    ...given("state", fields.text(stateColumn)),
    ...given("postalCode", zipCode(fields.text("ZIP"))),
  };
  return Object.keys(parts).length === 0 ? undefined : { ...parts, country: "US" };
}

/** ZIP codes have five digits; spreadsheets drop the zeros that those of the North-East begin with. */
function zipCode(zip: string | undefined): string | undefined {
  return zip !== undefined && /^\d{3,4}$/.test(zip) ? zip.padStart(5, "0") : zip;
}
