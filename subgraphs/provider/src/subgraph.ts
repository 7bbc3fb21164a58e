import {
  erasureConsumer,
  PatientAlias,
  patientErasedEvent,
  referenceBy,
  restrictionConsumer,
  type SubgraphDefinition,
} from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { ProviderApplicationRow } from "./application/application.entity.ts";
import { applicationErrors } from "./application/application.errors.ts";
import { applicationChangedEvent } from "./application/application.events.ts";
import { ApplicationResolver } from "./application/application.resolver.ts";
import { readApplicationSettings } from "./application/application.settings.ts";
import { ProviderApplicationChangeRow } from "./application/application-change.entity.ts";
import { applicationTask } from "./application/retention.task.ts";
import { AvailabilityRow } from "./availability/availability.entity.ts";
import { availabilityChangedEvent } from "./availability/availability.events.ts";
import { AvailabilityResolver } from "./availability/availability.resolver.ts";
import { WeeklyHoursRow } from "./availability/weekly-hours.entity.ts";
import { CredentialRow } from "./credential/credential.entity.ts";
import { credentialErrors } from "./credential/credential.errors.ts";
import { credentialsChangedEvent } from "./credential/credential.events.ts";
import { CredentialHistoryResolver, CredentialResolver } from "./credential/credential.resolver.ts";
import { CredentialChangeRow } from "./credential/credential-change.entity.ts";
import { AvailabilityExceptionRow } from "./exception/exception.entity.ts";
import { ExceptionResolver } from "./exception/exception.resolver.ts";
import { locationImport } from "./import/location.import.ts";
import { providerImport } from "./import/provider.import.ts";
import { LocationRow } from "./location/location.entity.ts";
import { locationRegisteredEvent, locationUpdatedEvent } from "./location/location.events.ts";
import { readLocations } from "./location/location.policy.ts";
import { LocationResolver } from "./location/location.resolver.ts";
import { readLocation } from "./location/location.service.ts";
import { ProviderRow } from "./provider/provider.entity.ts";
import {
  providerRegisteredEvent,
  providerStatusChangedEvent,
  providerUpdatedEvent,
} from "./provider/provider.events.ts";
import { readProviders } from "./provider/provider.policy.ts";
import { ProviderResolver } from "./provider/provider.resolver.ts";
import { readProvider } from "./provider/provider.service.ts";
import { ProviderLocationRow } from "./provider/provider-location.entity.ts";
import { ProviderSpecialtyRow } from "./provider/provider-specialty.entity.ts";
import { CountedRating } from "./rating/counted-rating.entity.ts";
import { ProviderRatingResolver, PublishedRatingResolver } from "./rating/provider.resolver.ts";
import { RateableVisit } from "./rating/rateable-visit.entity.ts";
import { ratingConsumer } from "./rating/rating.consumer.ts";
import { RatingRow } from "./rating/rating.entity.ts";
import { ratingErrors } from "./rating/rating.errors.ts";
import { providerRatedEvent, providerRatingChangedEvent } from "./rating/rating.events.ts";
import { RatingChangeResolver, RatingResolver } from "./rating/rating.resolver.ts";
import { RatingChangeRow } from "./rating/rating-change.entity.ts";
import { visitConsumer } from "./rating/visit.consumer.ts";
import { aliasConsumer } from "./references/alias.consumer.ts";
import { resolveAppointment } from "./references/appointment.reference.ts";
import { AppointmentResolver } from "./references/appointment.resolver.ts";
import { SpecialtyRow } from "./specialty/specialty.entity.ts";
import { SpecialtyResolver } from "./specialty/specialty.resolver.ts";
import { StatusResolver } from "./status/status.resolver.ts";
import { ProviderStatusChangeRow } from "./status/status-change.entity.ts";
import { providerSubjectRules } from "./subject.rules.ts";

/** Providers, how they became it, what they practise, where and when, by which credentials, and what patients say of them. */
export const providerSubgraph: SubgraphDefinition = {
  name: "provider",
  entities: [
    ProviderRow,
    SpecialtyRow,
    LocationRow,
    ProviderSpecialtyRow,
    ProviderLocationRow,
    AvailabilityRow,
    WeeklyHoursRow,
    AvailabilityExceptionRow,
    ProviderStatusChangeRow,
    RatingRow,
    RatingChangeRow,
    RateableVisit,
    CountedRating,
    CredentialRow,
    CredentialChangeRow,
    PatientAlias,
    ProviderApplicationRow,
    ProviderApplicationChangeRow,
  ],
  subjectRules: providerSubjectRules,
  migrations,
  keepsPatients: true,
  appendOnly: ["provider_status_change", "rating_change", "provider_application_change", "provider_credential_change"],
  resolvers: [
    ProviderResolver,
    SpecialtyResolver,
    LocationResolver,
    AvailabilityResolver,
    ExceptionResolver,
    StatusResolver,
    RatingResolver,
    RatingChangeResolver,
    ProviderRatingResolver,
    PublishedRatingResolver,
    AppointmentResolver,
    CredentialResolver,
    CredentialHistoryResolver,
    ApplicationResolver,
  ],
  references: {
    Provider: referenceBy(readProviders, readProvider),
    Location: referenceBy(readLocations, readLocation),
    Appointment: resolveAppointment,
  },
  imports: [locationImport, providerImport],
  errors: [...credentialErrors, ...applicationErrors, ...ratingErrors],
  events: [
    providerRegisteredEvent,
    providerUpdatedEvent,
    providerStatusChangedEvent,
    availabilityChangedEvent,
    credentialsChangedEvent,
    applicationChangedEvent,
    locationRegisteredEvent,
    locationUpdatedEvent,
    providerRatedEvent,
    providerRatingChangedEvent,
    patientErasedEvent("provider"),
  ],
  consumers: [
    visitConsumer,
    ratingConsumer,
    aliasConsumer,
    restrictionConsumer,
    erasureConsumer({ name: "provider", subjectRules: providerSubjectRules }),
  ],
  tasks: [applicationTask(() => readApplicationSettings(process.env))],
  // A wrong setting ends the start, not a task at night.
  prepare: async () => {
    readApplicationSettings(process.env);
  },
};
