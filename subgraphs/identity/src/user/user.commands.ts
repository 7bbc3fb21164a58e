import { defineCommand, Role, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { lockAdministrators, requireAnotherAdministrator } from "./user.administrators.ts";
import { userRolesChanged } from "./user.events.ts";
import { lockNamedUser } from "./user.lock.ts";
import { changeRoles } from "./user.policy.ts";
import { userRoles } from "./user.schema.ts";

export const changeUserRoles = defineCommand({
  name: "changeUserRoles",
  rule: changeRoles,
  entityType: "User",
  schema: z.object({ id: z.string(), expectedVersion: z.int(), roles: userRoles }),
  async run(unit, { id, expectedVersion, roles }) {
    const administrators = await lockAdministrators(unit.em);
    const user = await lockNamedUser(unit.em, id);
    requireVersion(user, expectedVersion);
    if (!roles.includes(Role.ADMIN)) requireAnotherAdministrator(administrators, user, "roles");
    user.roles = roles;
    await unit.em.flush();
    if (user.version !== expectedVersion) unit.emit(() => userRolesChanged(user));
    return user.id;
  },
});
