import { CreatePatientAliases, type MigrationClass } from "@careconnect/kit";
import { AddLocationHours } from "./add-location-hours.migration.ts";
import { AddProviderLanguages } from "./add-provider-languages.migration.ts";
import { AddRatingDecisionReasons } from "./add-rating-decision-reasons.migration.ts";
import { CreateApplications } from "./create-applications.migration.ts";
import { CreateAvailabilityExceptions } from "./create-availability-exceptions.migration.ts";
import { CreateCredentials } from "./create-credentials.migration.ts";
import { CreateProviderStatusChanges } from "./create-provider-status-changes.migration.ts";
import { CreateProviders } from "./create-providers.migration.ts";
import { CreateRatings } from "./create-ratings.migration.ts";
import { FillInWhatIsSearched } from "./fill-in-what-is-searched.migration.ts";
import { FindProviders } from "./find-providers.migration.ts";
import { FindSpecialties } from "./find-specialties.migration.ts";
import { ForgetApplicationReasons } from "./forget-application-reasons.migration.ts";
import { ForgetApplications } from "./forget-applications.migration.ts";
import { RenewCredentials } from "./renew-credentials.migration.ts";
import { SealStatusReasons } from "./seal-status-reasons.migration.ts";
import { WithholdRaters } from "./withhold-raters.migration.ts";
import { WithholdRatingMoments } from "./withhold-rating-moments.migration.ts";

/** In the order in which they run. */
export const migrations: readonly MigrationClass[] = [
  CreateProviders,
  CreateAvailabilityExceptions,
  AddLocationHours,
  CreateProviderStatusChanges,
  AddProviderLanguages,
  SealStatusReasons,
  CreateRatings,
  CreateCredentials,
  FindProviders,
  CreatePatientAliases,
  CreateApplications,
  WithholdRaters,
  AddRatingDecisionReasons,
  RenewCredentials,
  WithholdRatingMoments,
  ForgetApplications,
  ForgetApplicationReasons,
  FindSpecialties,
  FillInWhatIsSearched,
];
