import {
  erasureConsumer,
  PatientAlias,
  patientErasedEvent,
  restrictionConsumer,
  type SubgraphDefinition,
} from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { applicationAllowedEvent, applicationRevokedEvent } from "./application/application.events.ts";
import { ApplicationAccessRow } from "./application/application-access.entity.ts";
import { BreakGlassRow } from "./break-glass/break-glass.entity.ts";
import { breakGlassErrors } from "./break-glass/break-glass.errors.ts";
import {
  breakGlassEndedEvent,
  breakGlassReviewedEvent,
  breakGlassStartedEvent,
} from "./break-glass/break-glass.events.ts";
import { BreakGlassResolver, ViewerEmergenciesResolver } from "./break-glass/break-glass.resolver.ts";
import { ClientRow } from "./client/client.entity.ts";
import { clientCreatedEvent, clientRevokedEvent, clientSecretRotatedEvent } from "./client/client.events.ts";
import { ClientResolver } from "./client/client.resolver.ts";
import { UserIdentityRow } from "./connection/user-identity.entity.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { prepareDemo, refuseDemoAccounts } from "./demo/demo.service.ts";
import { endAccountsOf } from "./erasure/account.end.ts";
import { readIdentitySettings } from "./identity.settings.ts";
import { SignInProgressRow } from "./interaction/sign-in-progress.entity.ts";
import { InvitationRow } from "./invitation/invitation.entity.ts";
import { invitationErrors } from "./invitation/invitation.errors.ts";
import { invitationAcceptedEvent, invitationRevokedEvent, userInvitedEvent } from "./invitation/invitation.events.ts";
import { InvitationResolver } from "./invitation/invitation.resolver.ts";
import { startMailDelivery } from "./mail/mail.delivery.ts";
import { createMailTransport } from "./mail/mail.transport.ts";
import { OutgoingMailRow } from "./mail/outgoing-mail.entity.ts";
import { RecoveryCodeRow } from "./mfa/recovery-code.entity.ts";
import { TotpRow } from "./mfa/totp.entity.ts";
import { OrganizationRow } from "./organization/organization.entity.ts";
import { organizationRegistered } from "./organization/organization.events.ts";
import { pageRoutes } from "./pages/page.routes.ts";
import { PasskeyRow } from "./passkey/passkey.entity.ts";
import { PasskeyChallengeRow } from "./passkey/passkey-challenge.entity.ts";
import { OidcArtifactRow } from "./provider/oidc-artifact.entity.ts";
import { cleanProviderStorage } from "./provider/provider.cleaning.ts";
import { providerRoutes } from "./provider/provider.routes.ts";
import { openProvider } from "./provider/provider.ts";
import { aliasConsumer } from "./references/alias.consumer.ts";
import { revocationRoutes } from "./revocation/revocation.routes.ts";
import { SessionRow } from "./session/session.entity.ts";
import { sessionRevokedEvent } from "./session/session.events.ts";
import { SessionResolver, ViewerSessionsResolver } from "./session/session.resolver.ts";
import { SignInFailureRow } from "./signin/signin-failure.entity.ts";
import { openSigningKeys } from "./signing/signing.keys.ts";
import { watchSigningKeys } from "./signing/signing.watch.ts";
import { SigningKeyRow } from "./signing/signing-key.entity.ts";
import { identitySubjectRules } from "./subject.rules.ts";
import { UserRow } from "./user/user.entity.ts";
import { userErrors } from "./user/user.errors.ts";
import {
  userFactorAddedEvent,
  userFactorRemovedEvent,
  userLinkedEvent,
  userPasswordChangedEvent,
  userRegisteredEvent,
  userRolesChangedEvent,
} from "./user/user.events.ts";
import { UserResolver } from "./user/user.resolver.ts";
import { userReinstatedEvent, userSuspendedEvent } from "./user/user.suspension.events.ts";
import { UserSuspensionResolver } from "./user/user.suspension.resolver.ts";
import { OneTimeLinkRow } from "./verification/one-time-link.entity.ts";
import { ViewerResolver } from "./viewer/viewer.resolver.ts";

/**
 * Organizations, users, and the issuer of the access tokens that every service verifies.
 * @param env where it reads its own settings when it starts.
 */
export const createIdentitySubgraph = (env: NodeJS.ProcessEnv): SubgraphDefinition => ({
  name: "identity",
  entities: [
    UserRow,
    SessionRow,
    BreakGlassRow,
    ClientRow,
    ApplicationAccessRow,
    UserIdentityRow,
    InvitationRow,
    TotpRow,
    RecoveryCodeRow,
    PasskeyRow,
    PatientAlias,
  ],
  unowned: [
    OrganizationRow,
    SigningKeyRow,
    SignInFailureRow,
    SignInProgressRow,
    OneTimeLinkRow,
    OutgoingMailRow,
    PasskeyChallengeRow,
    OidcArtifactRow,
  ],
  subjectRules: identitySubjectRules,
  migrations,
  keepsPatients: true,
  resolvers: [
    ViewerResolver,
    SessionResolver,
    ViewerSessionsResolver,
    BreakGlassResolver,
    ViewerEmergenciesResolver,
    ClientResolver,
    UserSuspensionResolver,
    UserResolver,
    InvitationResolver,
  ],
  references: {},
  errors: [...userErrors, ...invitationErrors, ...breakGlassErrors],
  events: [
    userRegisteredEvent,
    userRolesChangedEvent,
    userLinkedEvent,
    userPasswordChangedEvent,
    userFactorAddedEvent,
    userFactorRemovedEvent,
    userInvitedEvent,
    invitationAcceptedEvent,
    invitationRevokedEvent,
    userSuspendedEvent,
    userReinstatedEvent,
    organizationRegistered,
    sessionRevokedEvent,
    breakGlassStartedEvent,
    breakGlassEndedEvent,
    breakGlassReviewedEvent,
    clientCreatedEvent,
    clientSecretRotatedEvent,
    clientRevokedEvent,
    applicationAllowedEvent,
    applicationRevokedEvent,
    patientErasedEvent("identity"),
  ],
  consumers: [
    aliasConsumer,
    restrictionConsumer,
    erasureConsumer({ name: "identity", subjectRules: identitySubjectRules, before: endAccountsOf }),
  ],
  prepare: ({ config, orm }) => (config.mode === "demo" ? prepareDemo(orm) : refuseDemoAccounts(orm)),
  async routes(app, services) {
    const settings = readIdentitySettings(env, services.config.mode);
    const keys = await openSigningKeys(services.orm);
    const provider = openProvider({ ...services, settings }, keys, app.log);
    watchSigningKeys(app, services.orm, keys, provider.useKeys);
    cleanProviderStorage(app, services.orm);
    await app.register(revocationRoutes(services));
    await app.register(providerRoutes(provider));
    const transport = createMailTransport(settings.mail);
    const delivery = startMailDelivery({ orm: services.orm, transport, site: services.config.issuer, log: app.log });
    app.addHook("onClose", delivery.stop);
    await app.register(pageRoutes({ ...services, settings, provider }));
    if (services.config.mode === "demo") await app.register(demoRoutes);
  },
});

export const identitySubgraph = createIdentitySubgraph(process.env);
