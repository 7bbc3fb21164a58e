import type { PatientDemographicsFragment } from "../../graphql/graphql.ts";

type Address = NonNullable<PatientDemographicsFragment["addresses"]>[number];

/** An address as it is written on an envelope, without lines that say nothing. */
export function addressLines({ lines, district, city, state, postalCode, country }: Address): readonly string[] {
  const town = [city, [state, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return [...lines, district, town, country].flatMap((line) => (line === null || line === "" ? [] : [line]));
}
