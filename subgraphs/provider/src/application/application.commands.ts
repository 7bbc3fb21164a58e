import {
  type CommandContext,
  CommandRefusal,
  type CommandUnit,
  defineCommand,
  knownUuid,
  notFound,
  requireVersion,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { CredentialRow } from "../credential/credential.entity.ts";
import { credentialConflicts } from "../credential/credential.errors.ts";
import { credentialsChanged } from "../credential/credential.events.ts";
import { keepCredentialChange } from "../credential/credential.history.ts";
import { CredentialStatus } from "../credential/credential.kind.ts";
import { licensedDays } from "../credential/licensed.days.ts";
import { type Practice, practiceNamed } from "../provider/practice.service.ts";
import { createProvider } from "../provider/provider.registration.ts";
import { credentialsIn } from "./application.credentials.ts";
import { ProviderApplicationRow } from "./application.entity.ts";
import { askedOften, ownApplication, practiceIsGone } from "./application.errors.ts";
import { tellOf } from "./application.history.ts";
import { reviewApplications, submitApplications } from "./application.policy.ts";
import { type ApplicantCredential, applicantProfile, stepReason } from "./application.schema.ts";
import { ProviderApplicationStatus } from "./application.status.ts";
import { type ApplicationCommand, stepFrom } from "./application.transition.ts";
import { ProviderApplicationChangeRow } from "./application-change.entity.ts";

const entityType = "ProviderApplication";

/** How often more is asked for of one application, so that its history ends. */
const mostQuestions = 20;

const named = z.object({
  id: z.string().transform(knownUuid),
  expectedVersion: z.int().nullish(),
  reason: stepReason.nullish(),
});

type Named = z.output<typeof named>;

export const submitProviderApplication = defineCommand({
  name: "submitProviderApplication",
  rule: submitApplications,
  entityType,
  schema: applicantProfile.extend({
    locationIds: applicantProfile.shape.locationIds.nullish(),
    languages: applicantProfile.shape.languages.nullish(),
    credentials: applicantProfile.shape.credentials.nullish(),
  }),
  async run(unit, { credentials, languages, locationIds, ...profile }, context) {
    const practice = await practiceNamed(unit.em, profile.specialties, locationIds ?? []);
    const application = unit.em.create(ProviderApplicationRow, {
      ...{ ...profile, ...namesOf(practice), languages: languages ?? [], credentials: listColumn(credentials ?? []) },
      status: ProviderApplicationStatus.SUBMITTED,
    } as never);
    return tellOf(unit, context, application, { from: null });
  },
});

export const resubmitProviderApplication = defineCommand({
  name: "resubmitProviderApplication",
  rule: submitApplications,
  entityType,
  // Null removes a value, and none can be removed.
  schema: named.extend(applicantProfile.partial().shape),
  async run(unit, { id, expectedVersion, reason, credentials, specialties, locationIds, ...profile }, context) {
    const application = await lockApplication(unit, { id, expectedVersion });
    const step = await stepOf(unit, "resubmitProviderApplication", application, context);
    const practice = await practiceNamed(
      unit.em,
      specialties ?? application.specialties,
      locationIds ?? application.locationIds,
    );
    unit.em.assign(application, {
      ...{ ...profile, ...namesOf(practice), status: step.to },
      ...(credentials && { credentials: listColumn(credentials) }),
    } as never);
    return tellOf(unit, context, application, { from: step.from, reason });
  },
});

const stepCommand = <Body extends Named>(
  name: ApplicationCommand,
  schema: z.ZodType<Body>,
  rule: typeof reviewApplications,
) =>
  defineCommand({
    name,
    rule,
    entityType,
    schema,
    async run(unit, body: Body, context) {
      const application = await lockApplication(unit, body);
      const { from, to } = await stepOf(unit, name, application, context);
      application.status = to;
      return tellOf(unit, context, application, { from, reason: body.reason });
    },
  });

/** A step for which there has to be a reason. */
const explained = named.extend({ reason: stepReason });

export const startProviderApplicationReview = stepCommand("startProviderApplicationReview", named, reviewApplications);
export const requestProviderApplicationInformation = stepCommand(
  "requestProviderApplicationInformation",
  explained,
  reviewApplications,
);
export const rejectProviderApplication = stepCommand("rejectProviderApplication", explained, reviewApplications);
export const withdrawProviderApplication = stepCommand("withdrawProviderApplication", named, submitApplications);

export const approveProviderApplication = defineCommand({
  name: "approveProviderApplication",
  rule: reviewApplications,
  entityType,
  conflicts: credentialConflicts,
  schema: named,
  async run(unit, body, context) {
    const application = await lockApplication(unit, body);
    const { from, to } = await stepOf(unit, "approveProviderApplication", application, context);
    const { givenName, familyName, timeZone, languages } = application;
    const profile = { givenName: givenName ?? "", familyName: familyName ?? "", timeZone, languages };
    const provider = await createProvider(unit, profile, await practiceOf(unit, application));
    const credentials = credentialsIn(application).map((credential) =>
      unit.em.create(CredentialRow, {
        ...{ ...credential, providerId: provider.id, status: CredentialStatus.RECORDED },
      } as never),
    );
    for (const credential of credentials) keepCredentialChange(unit, credential, context.viewer);
    if (credentials.length > 0) unit.emit(() => credentialsChanged(provider, licensedDays(credentials)));
    unit.em.assign(application, { status: to, providerId: provider.id } as never);
    return tellOf(unit, context, application, { from, reason: body.reason });
  },
});

/** The application, locked until the command ends: of two simultaneous decisions the second sees what the first left. */
async function lockApplication(
  unit: CommandUnit,
  { id, expectedVersion }: Pick<Named, "id" | "expectedVersion">,
): Promise<ProviderApplicationRow> {
  const application = await unit.em.findOne(ProviderApplicationRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!application) throw notFound("id");
  requireVersion(application, expectedVersion ?? undefined);
  return application;
}

/** @throws CommandRefusal ILLEGAL_TRANSITION, VALIDATION_FAILED; OWN_APPLICATION for who has submitted what they would review */
async function stepOf(
  unit: CommandUnit,
  command: ApplicationCommand,
  { id, status }: ProviderApplicationRow,
  { viewer }: CommandContext,
): Promise<ReturnType<typeof stepFrom>> {
  const step = stepFrom(command, status);
  if (step.to === ProviderApplicationStatus.MORE_INFORMATION_REQUESTED) {
    const asked = await unit.em.count(ProviderApplicationChangeRow, { applicationId: id, to: step.to });
    if (asked >= mostQuestions) throw askedOften(mostQuestions);
  }
  if (step.by === "another") {
    const own = { applicationId: id, to: ProviderApplicationStatus.SUBMITTED, actorId: viewer.userId };
    if ((await unit.em.count(ProviderApplicationChangeRow, own)) > 0) throw ownApplication();
  }
  return step;
}

/** What the application names of the organization's directory, as it is now. */
async function practiceOf({ em }: CommandUnit, application: ProviderApplicationRow): Promise<Practice> {
  try {
    return await practiceNamed(em, application.specialties, application.locationIds);
  } catch (error) {
    throw error instanceof CommandRefusal ? practiceIsGone() : error;
  }
}

function namesOf({ specialties, locationIds }: Practice) {
  return { specialties: specialties.map(({ code }) => code), locationIds: [...locationIds] };
}

function listColumn(credentials: readonly ApplicantCredential[]): string | null {
  return credentials.length === 0 ? null : JSON.stringify(credentials);
}
