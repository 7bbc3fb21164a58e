import { boundEntityManager, importedId, Role, Weekday } from "@careconnect/kit";
import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { ProviderApplicationRow } from "./application/application.entity.ts";
import { ProviderApplicationStatus } from "./application/application.status.ts";
import { AvailabilityRow } from "./availability/availability.entity.ts";
import { WeeklyHoursRow } from "./availability/weekly-hours.entity.ts";
import { CredentialRow } from "./credential/credential.entity.ts";
import { CredentialKind, CredentialStatus } from "./credential/credential.kind.ts";
import { AvailabilityExceptionRow } from "./exception/exception.entity.ts";
import { AvailabilityExceptionKind } from "./exception/exception.kind.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { ProviderStatus } from "./provider/provider.status.ts";
import { RateableVisit } from "./rating/rateable-visit.entity.ts";
import { RatingRow } from "./rating/rating.entity.ts";
import { RatingStatus } from "./rating/rating.status.ts";
import { ProviderStatusChangeRow } from "./status/status-change.entity.ts";
import { providerSubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const provider = importedId(organizationId, "provider", "d-1");
/** Whom the ratings are of: nobody reads what is said of themselves, whatever else they may. */
const ratedProvider = importedId(organizationId, "provider", "d-2");
const exception = "0199a000-0000-7000-8000-00000000000e";
const patient = "0199a000-0000-7000-8000-0000000000a1";
const appointment = "0199a000-0000-7000-8000-0000000000b1";
/** A visit that can be rated no more. */
const visit = "0199a000-0000-7000-8000-0000000000b2";
const rating = "0199a000-0000-7000-8000-0000000000c1";
const credential = "0199a000-0000-7000-8000-00000000000c";
const application = "0199a000-0000-7000-8000-00000000000a";
const timeZone = "America/New_York";

const checked: PolicyCase = {
  definition: providerSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: {
      ...{ provider, exception, credential, application, location: importedId(organizationId, "location", "l-1") },
      ...{ patient, appointment, visit, rating, ratedProvider },
    },
    providers: { own: provider },
  },
  probes: {
    "Query.providerApplication": { arguments: ({ application }) => ({ id: application }) },
    "Mutation.submitProviderApplication": {
      arguments: ({ location }) => ({
        input: { givenName: "", familyName: "", email: "", specialties: [], locationIds: [location], timeZone },
      }),
    },
    "Mutation.startProviderApplicationReview": {
      arguments: ({ application }) => ({ input: { id: application, expectedVersion: 99 } }),
    },
    "Mutation.requestProviderApplicationInformation": {
      arguments: ({ application }) => ({
        input: { id: application, reason: "Nobody knows what", expectedVersion: 99 },
      }),
    },
    "Mutation.resubmitProviderApplication": {
      arguments: ({ application, location }) => ({
        input: { id: application, locationIds: [location], expectedVersion: 99 },
      }),
    },
    "Mutation.approveProviderApplication": {
      arguments: ({ application }) => ({ input: { id: application, expectedVersion: 99 } }),
    },
    "Mutation.rejectProviderApplication": {
      arguments: ({ application }) => ({ input: { id: application, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.withdrawProviderApplication": {
      arguments: ({ application }) => ({ input: { id: application, expectedVersion: 99 } }),
    },
    "Query.provider": { arguments: ({ provider }) => ({ id: provider }) },
    "Query.providers": { arguments: ({ location }) => ({ filter: { location } }) },
    "Query.rating": { arguments: ({ rating }) => ({ id: rating }) },
    "Query.ratings": { arguments: ({ ratedProvider }) => ({ filter: { providerId: ratedProvider } }) },
    "Mutation.rateProvider": { arguments: ({ visit }) => ({ input: { appointmentId: visit, score: 5 } }) },
    "Mutation.updateRating": { arguments: ({ rating }) => ({ input: { id: rating, expectedVersion: 99 } }) },
    "Mutation.withdrawRating": { arguments: ({ rating }) => ({ input: { id: rating, expectedVersion: 99 } }) },
    "Mutation.moderateRating": {
      arguments: ({ rating }) => ({ input: { id: rating, decision: "PUBLISH", expectedVersion: 99 } }),
    },
    "Mutation.setAvailability": {
      arguments: ({ provider }) => ({ input: { providerId: provider, weekly: [], effectiveFrom: "2020-01-01" } }),
    },
    "Mutation.addAvailabilityException": {
      arguments: ({ provider }) => ({ input: { providerId: provider, kind: "LEAVE", fromDay: "2020-01-01" } }),
    },
    "Mutation.removeAvailabilityException": {
      arguments: ({ exception }) => ({ input: { id: exception, expectedVersion: 99 } }),
    },
    "Mutation.setLocationHours": {
      arguments: ({ location }) => ({ input: { locationId: location, weekly: [], expectedVersion: 99 } }),
    },
    "Mutation.suspendProvider": {
      arguments: ({ provider }) => ({ input: { id: provider, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.reinstateProvider": {
      arguments: ({ provider }) => ({ input: { id: provider, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.addProviderCredential": {
      arguments: ({ provider }) => ({
        input: {
          ...{ providerId: provider, kind: "DEGREE", number: "1", issuer: "The board" },
          ...{ issuedOn: "2020-01-01", expiresOn: "2020-01-01" },
        },
      }),
    },
    "Mutation.updateProviderCredential": {
      arguments: ({ credential }) => ({ input: { id: credential, expectedVersion: 99 } }),
    },
    "Mutation.revokeProviderCredential": {
      arguments: ({ credential }) => ({
        input: { id: credential, reason: "Nobody knows why", expectedVersion: 99 },
      }),
    },
    "Mutation.updateProvider": {
      arguments: ({ provider, location }) => ({
        input: { id: provider, expectedVersion: 99, locationIds: [location] },
      }),
    },
    "Mutation.registerProvider": {
      arguments: ({ location }) => ({
        input: { givenName: "", familyName: "", specialties: [], locationIds: [location], timeZone },
      }),
    },
  },
  // Who may look for whose credentials expire depends on the filter that is given.
  async beside(subgraph) {
    const answers = Object.values(Role).map(async (role) => {
      const viewer = { organizationId, roles: [role], providerId: provider };
      const { errors } = await subgraph.query(
        viewer,
        '{ providers(filter: { credentialsExpireBefore: "2030-01-01" }) { nodes { id } } }',
      );
      const isOpen = errors === undefined;
      const isAsDecided = isOpen === (role === Role.ADMIN || role === Role.STAFF);
      return isAsDecided ? [] : [`providers, ${role} by credentials that expire: is ${isOpen ? "open" : "closed"}`];
    });
    return (await Promise.all(answers)).flat();
  },
};

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  const admin = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
  await providers.import(admin, "locations", [{ externalId: "l-1", name: "Mount Auburn Hospital", timeZone }]);
  const weekly = [{ day: "MONDAY", from: "09:00", to: "17:00" }];
  await providers.import(admin, "providers", [
    {
      ...{ externalId: "d-1", givenName: "Renée", familyName: "Duval", timeZone, weekly },
      ...{ specialties: [{ code: "CARDIOLOGY", name: "Cardiology" }], locationExternalIds: ["l-1"] },
    },
    {
      ...{ externalId: "d-2", givenName: "Lin", familyName: "Øvergård", timeZone },
      ...{ specialties: [], locationExternalIds: [] },
    },
  ]);
  const em = boundEntityManager(providers.orm, organizationId);
  em.create(AvailabilityExceptionRow, {
    ...{ id: exception, providerId: provider, kind: AvailabilityExceptionKind.LEAVE },
    ...{ fromDay: "2099-01-01", toDay: "2099-01-31" },
  } as never);
  const planned = em.create(AvailabilityRow, { providerId: provider, effectiveFrom: "2099-01-01" } as never);
  em.create(WeeklyHoursRow, {
    ...{ availabilityId: planned.id, day: Weekday.MONDAY, fromMinute: 540, toMinute: 600, visitTypes: null },
  } as never);
  em.create(ProviderStatusChangeRow, {
    ...{ providerId: provider, from: ProviderStatus.PENDING, to: ProviderStatus.ACTIVE },
    ...{ changedAt: new Date(), actorId: provider, reason: "The board's letter came" },
  } as never);
  for (const providerId of [provider, ratedProvider]) {
    em.create(RatingRow, {
      ...(providerId === ratedProvider ? { id: rating, appointmentId: appointment } : { appointmentId: provider }),
      ...{ patientId: patient, providerId, score: 4, anonymous: false, status: RatingStatus.PUBLISHED },
    } as never);
  }
  em.create(CredentialRow, {
    ...{ id: credential, providerId: provider, kind: CredentialKind.MEDICAL_LICENSE, number: "MD-1" },
    ...{ issuer: "The board", issuedOn: "2020-01-01", expiresOn: "2099-12-31", status: CredentialStatus.RECORDED },
  } as never);
  em.create(ProviderApplicationRow, {
    ...{ id: application, givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", timeZone },
    ...{ specialties: [], locationIds: [], languages: [], status: ProviderApplicationStatus.SUBMITTED },
  } as never);
  await em.flush();
  await em.insert(RateableVisit, {
    ...{ organizationId, appointmentId: visit, patientId: patient, providerId: ratedProvider, aggregateVersion: 1 },
    fulfilledAt: new Date("2020-01-01"),
  });
});
afterAll(() => providers.close());

await testPolicy(checked, new URL(".", import.meta.url), () => providers);
