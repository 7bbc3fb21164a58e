import { aboutNobody, type SubjectRule } from "@careconnect/kit";
import { AvailabilityRow } from "./availability/availability.entity.ts";
import { WeeklyHoursRow } from "./availability/weekly-hours.entity.ts";
import { AvailabilityExceptionRow } from "./exception/exception.entity.ts";
import { LocationRow } from "./location/location.entity.ts";
import { ProviderRow } from "./provider/provider.entity.ts";
import { ProviderLocationRow } from "./provider/provider-location.entity.ts";
import { ProviderSpecialtyRow } from "./provider/provider-specialty.entity.ts";
import { SpecialtyRow } from "./specialty/specialty.entity.ts";
import { ProviderStatusChangeRow } from "./status/status-change.entity.ts";

/** What is a patient's, table by table. */
export const providerSubjectRules: readonly SubjectRule[] = [
  ...aboutNobody("those who work here, and where", ProviderRow, LocationRow, ProviderLocationRow),
  ...aboutNobody("a catalogue", SpecialtyRow, ProviderSpecialtyRow),
  ...aboutNobody("when somebody works", AvailabilityRow, WeeklyHoursRow, AvailabilityExceptionRow),
  ...aboutNobody("whether somebody who works here can be booked", ProviderStatusChangeRow),
];
