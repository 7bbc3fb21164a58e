import { Role } from "@careconnect/kit";
import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll } from "vitest";
import { policyMatrix } from "./policy.matrix.ts";
import { identitySubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const sharedPatient = uuidv7();
const ids: Record<string, string> = { patient: uuidv7(), provider: uuidv7(), session: uuidv7() };

const checked: PolicyCase = {
  definition: identitySubgraph,
  matrix: policyMatrix,
  world: { organizationId, otherOrganizationId: "0199a000-0000-7000-8000-000000000002", ids },
  probes: {
    "Mutation.breakGlass": { arguments: ({ patient }) => ({ input: { patientId: patient, reason: "" } }) },
    "Mutation.endBreakGlass": { arguments: ({ access }) => ({ input: { id: access } }) },
    "Mutation.reviewBreakGlass": {
      arguments: ({ access }) => ({ input: { id: access, note: "It was an emergency" } }),
    },
    "Mutation.createClient": { arguments: () => ({ input: { name: "", scopes: [] } }) },
    "Mutation.rotateClientSecret": { arguments: ({ client }) => ({ input: { id: client } }) },
    "Mutation.revokeClient": { arguments: ({ client }) => ({ input: { id: client } }) },
    "Mutation.revokeSession": { arguments: ({ session }) => ({ input: { id: session } }) },
    "Mutation.signOutEverywhere": { arguments: () => ({ input: {} }) },
    "Mutation.inviteUser": {
      arguments: ({ patient, provider }) => ({
        input: { email: "", displayName: "", roles: [], patientId: patient, providerId: provider },
      }),
    },
    "Mutation.revokeInvitation": { arguments: ({ invitation }) => ({ input: { id: invitation } }) },
    "Mutation.changeUserRoles": {
      arguments: ({ user }) => ({ input: { id: user, expectedVersion: 99, roles: ["NURSE"] } }),
    },
    "Mutation.suspendUser": { arguments: ({ user }) => ({ input: { id: user, reason: "Left the clinic" } }) },
    "Mutation.reinstateUser": { arguments: ({ user }) => ({ input: { id: user } }) },
  },
  // Whom somebody may invite depends on the roles that are given, and on who was invited to the patient before.
  async beside(subgraph) {
    const decisions = [
      { role: Role.ADMIN, given: { roles: [Role.NURSE] }, codes: [] },
      { role: Role.STAFF, given: { roles: [Role.NURSE] }, codes: ["ROLE_NOT_YOURS_TO_GIVE"] },
      { role: Role.ADMIN, given: { roles: [Role.PATIENT], patientId: sharedPatient }, codes: [] },
      { role: Role.STAFF, given: { roles: [Role.PATIENT], patientId: sharedPatient }, codes: ["RECORD_TAKEN"] },
    ];
    const answers = decisions.map(async ({ role, given, codes }) => {
      const input = { email: "beside@careconnect.test", displayName: "Beside", ...given };
      const { data } = await subgraph.query({ organizationId, roles: [role] }, invite, { input });
      const answered = data?.inviteUser?.userErrors.map(({ code }: { code: string }) => code);
      const isAsDecided = JSON.stringify(answered) === JSON.stringify(codes);
      return isAsDecided ? [] : [`inviteUser, ${role} with ${JSON.stringify(given)}: is ${JSON.stringify(answered)}`];
    });
    return (await Promise.all(answers)).flat();
  },
};

const invite =
  "mutation ($input: InviteUserInput!) { inviteUser(input: $input) { invitation { id } userErrors { code } } }";

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(identitySubgraph);
  const sql = (statement: string) => identity.orm.em.getConnection().execute<Record<string, unknown>[]>(statement);
  const [nurse] = await sql(
    `select id from user_account where roles = '{NURSE}' and organization_id = '${organizationId}'`,
  );
  ids.user = String(nurse?.id);
  const doctor = { organizationId, roles: [Role.PROVIDER], userId: uuidv7() };
  const broken = await identity.query(
    doctor,
    "mutation ($input: BreakGlassInput!) { breakGlass(input: $input) { access { id } } }",
    { input: { patientId: ids.patient, reason: "Unconscious, nobody else is here" } },
  );
  ids.access = broken.data.breakGlass.access.id;
  const invited = await identity.query({ organizationId, roles: [Role.ADMIN] }, invite, {
    input: { email: "invited@careconnect.test", displayName: "Ines Vited", roles: ["PATIENT"] },
  });
  ids.invitation = invited.data.inviteUser.invitation.id;
  await identity.query({ organizationId, roles: [Role.ADMIN] }, invite, {
    input: {
      email: "shared@careconnect.test",
      displayName: "Sia Hared",
      roles: ["PATIENT"],
      patientId: sharedPatient,
    },
  });
  const created = await identity.query(
    { organizationId, roles: [Role.ADMIN] },
    "mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }",
    { input: { name: "A partner", scopes: ["graphql"] } },
  );
  ids.client = created.data.createClient.client.id;
});
afterAll(() => identity.close());

await testPolicy(checked, new URL(".", import.meta.url), () => identity);
