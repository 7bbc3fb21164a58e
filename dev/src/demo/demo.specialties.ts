import type { Specialty } from "../import/canonical.rows.ts";
import { specialtyOf } from "../import/synthea/providers.ts";

/** One more thing that is done, and billed, in some visits. */
export interface DemoService {
  readonly description: string;
  /** Minor units. */
  readonly amount: number;
}

export interface DemoSpecialty extends Specialty {
  readonly reasons: readonly string[];
  readonly services: readonly DemoService[];
  /** Minor units for half an hour. */
  readonly visitPrice: number;
  /** Share of visits by video, in percent. */
  readonly video: number;
  /** Whom the specialty treats. */
  readonly treats: (patient: { readonly age: number; readonly gender: string }) => boolean;
}

const adults = ({ age }: { readonly age: number }) => age >= 16;

export const demoSpecialties = {
  generalPractice: {
    ...specialtyOf("General Practice"),
    reasons: [
      "Annual physical",
      "Blood pressure check",
      "Cough for two weeks",
      "Flu vaccination",
      "Follow-up on lab results",
      "Lower back pain",
      "Medication review",
      "Persistent fatigue",
      "Sore throat and fever",
      "Travel vaccination advice",
    ],
    services: [
      { description: "Blood count and metabolic panel", amount: 4_800 },
      { description: "Rapid strep test", amount: 2_700 },
      { description: "Influenza vaccine", amount: 3_900 },
    ],
    visitPrice: 14_500,
    video: 18,
    treats: () => true,
  },
  pediatrics: {
    ...specialtyOf("Pediatrics"),
    reasons: [
      "Ear ache",
      "Growth and development check",
      "Immunizations",
      "School physical",
      "Seasonal allergies",
      "Well child visit",
    ],
    services: [
      { description: "Immunization, administration included", amount: 6_200 },
      { description: "Hearing and vision screening", amount: 3_400 },
    ],
    visitPrice: 13_500,
    video: 8,
    treats: ({ age }) => age < 18,
  },
  cardiology: {
    ...specialtyOf("Cardiology"),
    reasons: [
      "Atrial fibrillation follow-up",
      "Chest tightness on exertion",
      "Hypertension management",
      "Palpitations",
      "Review after echocardiogram",
    ],
    services: [
      { description: "Electrocardiogram, 12 leads", amount: 8_500 },
      { description: "Echocardiogram", amount: 41_000 },
    ],
    visitPrice: 24_000,
    video: 10,
    treats: adults,
  },
  dermatology: {
    ...specialtyOf("Dermatology"),
    reasons: ["Acne follow-up", "Eczema flare", "Full skin examination", "Mole check", "Psoriasis treatment review"],
    services: [
      { description: "Skin biopsy", amount: 18_500 },
      { description: "Cryotherapy", amount: 9_500 },
    ],
    visitPrice: 18_000,
    video: 15,
    treats: () => true,
  },
  orthopedics: {
    ...specialtyOf("Orthopedics"),
    reasons: [
      "Ankle sprain",
      "Hip pain",
      "Knee pain when climbing stairs",
      "Post-operative check",
      "Shoulder stiffness",
    ],
    services: [
      { description: "X-ray, two views", amount: 11_500 },
      { description: "Joint injection", amount: 16_500 },
    ],
    visitPrice: 21_000,
    video: 4,
    treats: () => true,
  },
  psychiatry: {
    ...specialtyOf("Psychiatry"),
    reasons: [
      "Anxiety follow-up",
      "Depression follow-up",
      "Initial evaluation",
      "Medication adjustment",
      "Sleep problems",
    ],
    services: [{ description: "Standardized assessment", amount: 5_500 }],
    visitPrice: 22_500,
    video: 55,
    treats: adults,
  },
  obstetrics: {
    ...specialtyOf("Obstetrics/Gynecology"),
    reasons: ["Annual gynecological examination", "Contraception advice", "Menopause consultation", "Prenatal visit"],
    services: [
      { description: "Ultrasound", amount: 19_500 },
      { description: "Cervical screening", amount: 7_800 },
    ],
    visitPrice: 19_000,
    video: 8,
    treats: ({ age, gender }) => gender === "FEMALE" && age >= 16,
  },
  physicalTherapy: {
    ...specialtyOf("Physical Therapy"),
    reasons: ["Back exercises", "Gait training", "Knee rehabilitation", "Neck and shoulder therapy"],
    services: [{ description: "Therapeutic exercise, 15 minutes", amount: 4_200 }],
    visitPrice: 11_000,
    video: 6,
    treats: adults,
  },
  endocrinology: {
    ...specialtyOf("Endocrinology"),
    reasons: ["Diabetes review", "Insulin dose adjustment", "Thyroid follow-up", "Weight management"],
    services: [
      { description: "Hemoglobin A1c", amount: 3_600 },
      { description: "Thyroid panel", amount: 6_900 },
    ],
    visitPrice: 22_000,
    video: 25,
    treats: adults,
  },
  neurology: {
    ...specialtyOf("Neurology"),
    reasons: ["Epilepsy follow-up", "Memory concerns", "Migraine management", "Numbness in the hands"],
    services: [{ description: "Electroencephalogram", amount: 29_500 }],
    visitPrice: 25_500,
    video: 20,
    treats: adults,
  },
} as const satisfies Record<string, DemoSpecialty>;

export type DemoSpecialtyName = keyof typeof demoSpecialties;
