import { aboutNobody, aboutPatients, patientAliasRule, type SubjectRule } from "@careconnect/kit";
import { ProviderApplicationRow } from "./application/application.entity.ts";
import { ProviderApplicationChangeRow } from "./application/application-change.entity.ts";
import { AvailabilityRow } from "./availability/availability.entity.ts";
import { WeeklyHoursRow } from "./availability/weekly-hours.entity.ts";
import { CredentialRow } from "./credential/credential.entity.ts";
import { CredentialChangeRow } from "./credential/credential-change.entity.ts";
import { AvailabilityExceptionRow } from "./exception/exception.entity.ts";
import { LocationRow } from "./location/location.entity.ts";
import { ProviderRow } from "./provider/provider.entity.ts";
import { ProviderLocationRow } from "./provider/provider-location.entity.ts";
import { ProviderSpecialtyRow } from "./provider/provider-specialty.entity.ts";
import { CountedRating } from "./rating/counted-rating.entity.ts";
import { RateableVisit } from "./rating/rateable-visit.entity.ts";
import { RatingRow } from "./rating/rating.entity.ts";
import { RatingChangeRow } from "./rating/rating-change.entity.ts";
import { SpecialtyRow } from "./specialty/specialty.entity.ts";
import { ProviderStatusChangeRow } from "./status/status-change.entity.ts";

const average = "what the average of a provider is of";
const opinion = { none: "an opinion is no treatment" } as const;
const history = "the history of the rating that stays";

/** What is a patient's, table by table. */
export const providerSubjectRules: readonly SubjectRule[] = [
  ...aboutNobody("those who work here, and where", ProviderRow, LocationRow, ProviderLocationRow),
  ...aboutNobody("a catalogue", SpecialtyRow, ProviderSpecialtyRow),
  ...aboutNobody("when somebody works", AvailabilityRow, WeeklyHoursRow, AvailabilityExceptionRow),
  ...aboutNobody("what entitles somebody to work here", CredentialRow, CredentialChangeRow),
  ...aboutNobody("who wants to work here", ProviderApplicationRow, ProviderApplicationChangeRow),
  ...aboutNobody("whether somebody who works here can be booked", ProviderStatusChangeRow),
  aboutPatients(RatingRow, {
    whose: { patientBy: "patientId" },
    confided: { where: { anonymous: true }, because: "what is anonymous" },
    erasure: {
      kind: "replace",
      because: average,
      values: { feedback: null, rejectionReason: null },
      kept: {
        appointmentId: "that the visit is not rated again",
        patientId: "an id that leads to nobody any more",
        providerId: average,
        score: average,
        status: average,
        anonymous: "that the visit is not told",
      },
    },
    retention: opinion,
  }),
  aboutPatients(RatingChangeRow, {
    whose: { parentBy: "ratingId", parent: RatingRow },
    erasure: {
      kind: "replace",
      because: history,
      values: { feedback: null, rejectionReason: null, decisionReason: null },
      kept: { ratingId: history, changedAt: history, actorId: "who did it", status: history, score: history },
    },
    retention: opinion,
  }),
  patientAliasRule,
  aboutPatients(RateableVisit, {
    whose: { patientBy: "patientId" },
    unexported: "a copy of what the appointment subgraph exports",
    erasure: { kind: "delete" },
    retention: { none: "visits are retained by the patient subgraph, which knows of all" },
  }),
  aboutPatients(CountedRating, {
    whose: { parentBy: "ratingId", parent: RatingRow },
    unexported: "a copy of the rating's score",
    erasure: { kind: "keep", because: average },
  }),
];
