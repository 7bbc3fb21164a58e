import { given, type RowMapping } from "./row.mapping.ts";
import { requiredTimeZone } from "./state.time-zone.ts";
import { usAddress } from "./us.address.ts";

/** Synthea's organizations are where patients are seen. */
export const locationMapping: RowMapping<"locations", "organizations.csv"> = {
  kind: "locations",
  file: "organizations.csv",
  map: (fields, options) => ({
    line: fields.line,
    externalId: fields.requiredText("Id"),
    name: fields.requiredText("NAME"),
    ...given("address", usAddress(fields, "STATE")),
    ...given("phone", fields.text("PHONE")),
    timeZone: requiredTimeZone("STATE", fields.text("STATE"), options),
  }),
};
