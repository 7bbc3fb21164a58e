import type {
  AppointmentStatus,
  ConditionStatus,
  InvoiceStatus,
  PatientStatus,
  ProviderStatus,
} from "../../graphql/graphql.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { Badge, type Tone } from "./badge.tsx";

/** The colour that a visit's status has wherever it is shown. */
export const appointmentTones = {
  REQUESTED: "grey",
  BOOKED: "blue",
  CONFIRMED: "blue",
  CHECKED_IN: "teal",
  IN_PROGRESS: "amber",
  FULFILLED: "green",
  CANCELLED: "grey",
  NO_SHOW: "red",
} as const satisfies Record<AppointmentStatus, Tone>;

const invoiceTones = {
  DRAFT: "grey",
  ISSUED: "blue",
  PAID: "green",
  VOID: "grey",
  OVERDUE: "red",
} as const satisfies Record<InvoiceStatus, Tone>;

const patientTones = {
  WAITING: "teal",
  IN_CONSULTATION: "amber",
  DISCHARGED: "green",
} as const satisfies Record<PatientStatus, Tone>;

const providerTones = {
  PENDING: "amber",
  ACTIVE: "green",
  SUSPENDED: "red",
} as const satisfies Record<ProviderStatus, Tone>;

export function AppointmentStatusBadge({ status }: { status: AppointmentStatus }) {
  const { t } = useTranslation();
  return <Badge tone={appointmentTones[status]} label={t(`appointments.statuses.${status}`)} />;
}

export function InvoiceStatusBadge({ status }: { status: InvoiceStatus }) {
  const { t } = useTranslation();
  return <Badge tone={invoiceTones[status]} label={t(`billing.statuses.${status}`)} />;
}

export function PatientStatusBadge({ status }: { status: PatientStatus }) {
  const { t } = useTranslation();
  return <Badge tone={patientTones[status]} label={t(`patients.statuses.${status}`)} />;
}

export function ProviderStatusBadge({ status }: { status: ProviderStatus }) {
  const { t } = useTranslation();
  return <Badge tone={providerTones[status]} label={t(`providers.statuses.${status}`)} />;
}

export function ConditionStatusBadge({ status }: { status: ConditionStatus }) {
  const { t } = useTranslation();
  return status === "ACTIVE" ? (
    <Badge tone="amber" label={t("patients.active")} />
  ) : (
    <Badge tone="green" label={t("patients.resolved")} />
  );
}
