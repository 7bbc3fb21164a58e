import type { PatientDemographicsFragment } from "../../graphql/graphql.ts";

type Address = NonNullable<PatientDemographicsFragment["addresses"]>[number];

/** An address as it is written on an envelope, without lines that say nothing; the country as the reader calls it. */
export function addressLines(address: Address, locale: string): readonly string[] {
  const { lines, district, city, state, postalCode, country } = address;
  const town = [city, [state, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  const land = country && new Intl.DisplayNames(locale, { type: "region" }).of(country);
  return [...lines, district, town, land].flatMap((line) => (!line ? [] : [line]));
}
