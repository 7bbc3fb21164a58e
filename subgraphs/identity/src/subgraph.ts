import type { SubgraphDefinition } from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { prepareDemo, refuseDemoAccounts } from "./demo/demo.service.ts";
import { interactionRoutes } from "./interaction/interaction.routes.ts";
import { OrganizationRow } from "./organization/organization.entity.ts";
import { organizationRegistered } from "./organization/organization.events.ts";
import { OidcArtifactRow } from "./provider/oidc-artifact.entity.ts";
import { cleanProviderStorage } from "./provider/provider.cleaning.ts";
import { createPassOn, providerRoutes } from "./provider/provider.routes.ts";
import { openProvider } from "./provider/provider.ts";
import { SessionRow } from "./session/session.entity.ts";
import { sessionRevokedEvent } from "./session/session.events.ts";
import { SignInFailureRow } from "./signin/signin-failure.entity.ts";
import { openSigningKeys } from "./signing/signing.keys.ts";
import { SigningKeyRow } from "./signing/signing-key.entity.ts";
import { tokenRoutes } from "./token/token.routes.ts";
import { UserRow } from "./user/user.entity.ts";
import { userRegisteredEvent } from "./user/user.events.ts";
import { ViewerResolver } from "./viewer/viewer.resolver.ts";

/** Organizations, users, and the issuer of the access tokens that every service verifies. */
export const identitySubgraph: SubgraphDefinition = {
  name: "identity",
  entities: [UserRow, SessionRow],
  unowned: [OrganizationRow, SigningKeyRow, SignInFailureRow, OidcArtifactRow],
  migrations,
  resolvers: [ViewerResolver],
  references: {},
  events: [userRegisteredEvent, organizationRegistered, sessionRevokedEvent],
  prepare: ({ config, orm }) => (config.mode === "demo" ? prepareDemo(orm) : refuseDemoAccounts(orm)),
  async routes(app, services) {
    const keys = await openSigningKeys(services.orm);
    const provider = openProvider(services, keys, app.log);
    const passOn = createPassOn(provider);
    cleanProviderStorage(app, services.orm);
    await app.register(interactionRoutes(provider, services.orm));
    await app.register(providerRoutes(passOn));
    if (services.config.mode !== "demo") return;
    await app.register(tokenRoutes({ ...services, keys }, passOn));
    await app.register(demoRoutes);
  },
};
