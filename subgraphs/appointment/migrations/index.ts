import {
  AddDecisionTimesToCareConsents,
  CreateCareConsents,
  CreateCareGrants,
  CreatePatientAliases,
  type MigrationClass,
} from "@careconnect/kit";
import { AddProviderExceptions } from "./add-provider-exceptions.migration.ts";
import { AddProviderLicences } from "./add-provider-licences.migration.ts";
import { CreateAppointments } from "./create-appointments.migration.ts";
import { CreateCancellationTerms } from "./create-cancellation-terms.migration.ts";
import { CreateConsultations } from "./create-consultations.migration.ts";
import { CreatePlaces } from "./create-places.migration.ts";
import { CreateReferences } from "./create-references.migration.ts";
import { CreateReminders } from "./create-reminders.migration.ts";
import { CreateSeries } from "./create-series.migration.ts";
import { CreateVisitRooms } from "./create-visit-rooms.migration.ts";
import { CreateVisitTypeRules } from "./create-visit-type-rules.migration.ts";
import { CreateWaitlist } from "./create-waitlist.migration.ts";
import { HoldAppointments } from "./hold-appointments.migration.ts";
import { KeepCancellations } from "./keep-cancellations.migration.ts";
import { KeepCauses } from "./keep-causes.migration.ts";
import { KeepLateTerms } from "./keep-late-terms.migration.ts";
import { OverbookAppointments } from "./overbook-appointments.migration.ts";
import { RefuseSameWishes } from "./refuse-same-wishes.migration.ts";
import { TellCauses } from "./tell-causes.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [
  CreateAppointments,
  CreateReferences,
  CreateCareGrants,
  CreateConsultations,
  OverbookAppointments,
  CreateReminders,
  CreateVisitTypeRules,
  CreateCancellationTerms,
  AddProviderExceptions,
  CreatePlaces,
  CreateWaitlist,
  CreateSeries,
  KeepLateTerms,
  CreateVisitRooms,
  HoldAppointments,
  TellCauses,
  KeepCancellations,
  RefuseSameWishes,
  KeepCauses,
  CreatePatientAliases,
  AddProviderLicences,
  CreateCareConsents,
  AddDecisionTimesToCareConsents,
];
