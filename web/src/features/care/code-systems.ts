/** The code systems that clinics use for what patients have and take, by their URIs. */
export const codeSystems = {
  snomed: "http://snomed.info/sct",
  icd10: "http://hl7.org/fhir/sid/icd-10-cm",
  rxnorm: "http://www.nlm.nih.gov/research/umls/rxnorm",
  atc: "http://www.whocc.no/atc",
} as const;

/** As their users call them: names that no language translates. */
const names: Readonly<Record<string, string>> = {
  [codeSystems.snomed]: "SNOMED CT",
  [codeSystems.icd10]: "ICD-10-CM",
  [codeSystems.rxnorm]: "RxNorm",
  [codeSystems.atc]: "ATC",
};

/** To choose from; one that was recorded otherwise stays a choice. */
export function systemChoices(offered: readonly string[], current: string) {
  return [...new Set([...offered, current])].map((system) => ({ value: system, label: names[system] ?? system }));
}
