import type { ConditionRow } from "../import/canonical.rows.ts";
import { addDays } from "./clinic.clock.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import type { DemoPatient } from "./demo.patients.ts";
import { seeded } from "./demo.random.ts";

interface KnownCondition {
  /** SNOMED CT. */
  readonly code: string;
  readonly display: string;
  /** Years of age in which it begins. */
  readonly begins: readonly [number, number];
  /** Days it lasts; it stays when there are none. */
  readonly days?: number;
}

const knownConditions = {
  hypertension: { code: "38341003", display: "Hypertensive disorder, systemic arterial", begins: [35, 75] },
  diabetes: { code: "44054006", display: "Diabetes mellitus type 2", begins: [35, 75] },
  asthma: { code: "195967001", display: "Asthma", begins: [3, 40] },
  hyperlipidemia: { code: "55822004", display: "Hyperlipidemia", begins: [35, 75] },
  depression: { code: "35489007", display: "Depressive disorder", begins: [16, 70] },
  anxiety: { code: "197480006", display: "Anxiety disorder", begins: [14, 60] },
  migraine: { code: "37796009", display: "Migraine", begins: [12, 45] },
  osteoarthritis: { code: "396275006", display: "Osteoarthritis", begins: [50, 85] },
  hypothyroidism: { code: "40930008", display: "Hypothyroidism", begins: [25, 70] },
  reflux: { code: "235595009", display: "Gastroesophageal reflux disease", begins: [25, 75] },
  dermatitis: { code: "24079001", display: "Atopic dermatitis", begins: [1, 30] },
  psoriasis: { code: "9014002", display: "Psoriasis", begins: [15, 50] },
  backPain: { code: "279039007", display: "Low back pain", begins: [20, 75], days: 60 },
  fibrillation: { code: "49436004", display: "Atrial fibrillation", begins: [60, 88] },
  lungDisease: { code: "13645005", display: "Chronic obstructive pulmonary disease", begins: [50, 80] },
  rhinitis: { code: "61582004", display: "Allergic rhinitis", begins: [4, 40] },
  earInfection: { code: "65363002", display: "Otitis media", begins: [1, 12], days: 14 },
  pharyngitis: { code: "195662009", display: "Acute viral pharyngitis", begins: [3, 60], days: 10 },
  osteoporosis: { code: "64859006", display: "Osteoporosis", begins: [60, 88] },
} as const satisfies Record<string, KnownCondition>;

/** What the patient behind the demo account has. */
const conditionsOfAccountHolder: readonly KnownCondition[] = [
  knownConditions.rhinitis,
  knownConditions.migraine,
  knownConditions.pharyngitis,
];

/** The conditions of about half of the patients, the same at every load. */
export function demoConditions(clinic: DemoClinic, patients: readonly DemoPatient[]): ConditionRow[] {
  const random = seeded(clinic.seed + 2_000);
  const rows: ConditionRow[] = [];
  for (const [index, patient] of patients.entries()) {
    const isHolder = index === 0 && clinic.accountHolders !== undefined;
    const possible = Object.values(knownConditions).filter(({ begins: [earliest] }) => earliest < patient.age);
    const isIll = random.datatype.boolean(0.5);
    const picked = random.helpers.arrayElements<KnownCondition>(possible, { min: 1, max: patient.age > 50 ? 4 : 2 });
    for (const condition of isHolder ? conditionsOfAccountHolder : isIll ? picked : []) {
      const [earliest, latest] = condition.begins;
      const age = random.number.int({ min: earliest, max: Math.min(latest, patient.age - 1) });
      const onset = addYears(patient.row.birthDate, age);
      rows.push({
        line: rows.length + 1,
        externalId: `demo-condition-${rows.length + 1}`,
        patientExternalId: patient.row.externalId,
        system: "http://snomed.info/sct",
        code: condition.code,
        display: condition.display,
        onset,
        ...(condition.days !== undefined && { abatement: addDays(onset, condition.days) }),
      });
    }
  }
  return rows;
}

function addYears(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
