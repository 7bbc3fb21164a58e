import type { SubgraphDefinition } from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { BreakGlassRow } from "./break-glass/break-glass.entity.ts";
import {
  breakGlassEndedEvent,
  breakGlassReviewedEvent,
  breakGlassStartedEvent,
} from "./break-glass/break-glass.events.ts";
import { BreakGlassResolver } from "./break-glass/break-glass.resolver.ts";
import { ClientRow } from "./client/client.entity.ts";
import { clientCreatedEvent, clientRevokedEvent, clientSecretRotatedEvent } from "./client/client.events.ts";
import { ClientResolver } from "./client/client.resolver.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { prepareDemo, refuseDemoAccounts } from "./demo/demo.service.ts";
import { interactionRoutes } from "./interaction/interaction.routes.ts";
import { OrganizationRow } from "./organization/organization.entity.ts";
import { organizationRegistered } from "./organization/organization.events.ts";
import { OidcArtifactRow } from "./provider/oidc-artifact.entity.ts";
import { cleanProviderStorage } from "./provider/provider.cleaning.ts";
import { createPassOn, providerRoutes } from "./provider/provider.routes.ts";
import { openProvider } from "./provider/provider.ts";
import { revocationRoutes } from "./revocation/revocation.routes.ts";
import { SessionRow } from "./session/session.entity.ts";
import { sessionRevokedEvent } from "./session/session.events.ts";
import { SessionResolver, ViewerSessionsResolver } from "./session/session.resolver.ts";
import { SignInFailureRow } from "./signin/signin-failure.entity.ts";
import { openSigningKeys } from "./signing/signing.keys.ts";
import { watchSigningKeys } from "./signing/signing.watch.ts";
import { SigningKeyRow } from "./signing/signing-key.entity.ts";
import { tokenRoutes } from "./token/token.routes.ts";
import { UserRow } from "./user/user.entity.ts";
import { userRegisteredEvent } from "./user/user.events.ts";
import { userReinstatedEvent, userSuspendedEvent } from "./user/user.suspension.events.ts";
import { UserSuspensionResolver } from "./user/user.suspension.resolver.ts";
import { ViewerResolver } from "./viewer/viewer.resolver.ts";

/** Organizations, users, and the issuer of the access tokens that every service verifies. */
export const identitySubgraph: SubgraphDefinition = {
  name: "identity",
  entities: [UserRow, SessionRow, BreakGlassRow, ClientRow],
  unowned: [OrganizationRow, SigningKeyRow, SignInFailureRow, OidcArtifactRow],
  migrations,
  resolvers: [
    ViewerResolver,
    SessionResolver,
    ViewerSessionsResolver,
    BreakGlassResolver,
    ClientResolver,
    UserSuspensionResolver,
  ],
  references: {},
  events: [
    userRegisteredEvent,
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
  ],
  prepare: ({ config, orm }) => (config.mode === "demo" ? prepareDemo(orm) : refuseDemoAccounts(orm)),
  async routes(app, services) {
    let keys = await openSigningKeys(services.orm);
    const provider = openProvider(services, keys, app.log);
    const passOn = createPassOn(provider);
    watchSigningKeys(app, services.orm, keys, (changed) => {
      keys = changed;
      provider.useKeys(changed);
    });
    cleanProviderStorage(app, services.orm);
    await app.register(interactionRoutes(provider, services.orm));
    await app.register(revocationRoutes(services));
    await app.register(providerRoutes(passOn));
    if (services.config.mode !== "demo") return;
    await app.register(tokenRoutes({ ...services, keys: () => keys }, passOn));
    await app.register(demoRoutes);
  },
};
