import type { FastifyPluginAsync } from "fastify";
import { demoAccounts } from "./demo.accounts.ts";

/** `GET /oidc/demo-accounts`: whom one can sign in as, for the sign-in page and the start's output. */
export const demoRoutes: FastifyPluginAsync = async (app) => {
  app.get("/oidc/demo-accounts", async () =>
    demoAccounts.map(({ email, displayName, roles, organization }) => ({
      email,
      displayName,
      roles,
      organization: organization.name,
    })),
  );
};
