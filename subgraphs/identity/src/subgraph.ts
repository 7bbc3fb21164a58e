import type { SubgraphDefinition } from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { prepareDemo, refuseDemoAccounts } from "./demo/demo.service.ts";
import { discoveryRoutes } from "./discovery/discovery.routes.ts";
import { OrganizationRow } from "./organization/organization.entity.ts";
import { organizationRegistered } from "./organization/organization.events.ts";
import { SessionRow } from "./session/session.entity.ts";
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
  unowned: [OrganizationRow, SigningKeyRow, SignInFailureRow],
  migrations,
  resolvers: [ViewerResolver],
  references: {},
  events: [userRegisteredEvent, organizationRegistered],
  prepare: ({ config, orm }) => (config.mode === "demo" ? prepareDemo(orm) : refuseDemoAccounts(orm)),
  async routes(app, services) {
    const keys = await openSigningKeys(services.orm);
    await app.register(discoveryRoutes(services.config, keys));
    if (services.config.mode !== "demo") return;
    await app.register(tokenRoutes({ ...services, keys }));
    await app.register(demoRoutes);
  },
};
