import { given, type RowMapping } from "./row.mapping.ts";
import { usAddress } from "./us.address.ts";

export const payerMapping: RowMapping<"payers", "payers.csv"> = {
  kind: "payers",
  file: "payers.csv",
  map: (fields) => ({
    line: fields.line,
    externalId: fields.requiredText("Id"),
    name: fields.requiredText("NAME"),
    ...given("phone", fields.text("PHONE")),
    ...given("address", usAddress(fields, "STATE_HEADQUARTERED")),
  }),
};
