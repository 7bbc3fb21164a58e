import { ownedRow, type Role } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ClientRow } from "../client/client.entity.ts";
import { UserRow } from "../user/user.entity.ts";

/** That a person lets a partner's application act for them, until they take it back: then the row is gone. */
export const ApplicationAccessRow = defineEntity({
  name: "ApplicationAccessRow",
  tableName: "application_access",
  properties: {
    ...ownedRow,
    userId: () => p.manyToOne(UserRow).mapToPk().joinColumn("user_id"),
    clientId: () => p.manyToOne(ClientRow).mapToPk().joinColumn("client_id"),
    /** All that it may ask for without asking the person again. */
    scopes: p.array().columnType("text[]").$type<string[]>(),
    /** The roles that the person had when they let it: what a scope opens depends on them, so that one more is asked for anew. */
    roles: p.array().columnType("text[]").$type<Role[]>(),
    /** When it last got an access token. */
    lastUsedAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [{ name: "application_access_user_client_unique", properties: ["userId", "clientId"] }],
});

export type ApplicationAccessRow = InferEntity<typeof ApplicationAccessRow>;
