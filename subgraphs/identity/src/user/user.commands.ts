import { CommandRefusal, defineCommand, knownUuid, notFound, Role, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { UserRow } from "./user.entity.ts";
import { userRolesChanged } from "./user.events.ts";
import { changeRoles } from "./user.policy.ts";
import { userRoles } from "./user.schema.ts";

export const changeUserRoles = defineCommand({
  name: "changeUserRoles",
  rule: changeRoles,
  entityType: "User",
  schema: z.object({ id: z.string(), expectedVersion: z.int(), roles: userRoles }),
  async run(unit, { id, expectedVersion, roles }) {
    // Locked in one order, so that of two administrators who end each other's role the second finds who is left.
    const administrators = await unit.em.find(
      UserRow,
      { roles: { $contains: [Role.ADMIN] } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: "asc" } },
    );
    const user = await unit.em.findOne(UserRow, { id: knownUuid(id) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!user) throw notFound("id");
    requireVersion(user, expectedVersion);
    if (!roles.includes(Role.ADMIN) && administrators.every((administrator) => administrator.id === user.id)) {
      throw new CommandRefusal("LAST_ADMINISTRATOR", ["roles"], "The organization would have no administrator left.");
    }
    user.roles = roles;
    await unit.em.flush();
    if (user.version !== expectedVersion) unit.emit(() => userRolesChanged(user));
    return user.id;
  },
});
