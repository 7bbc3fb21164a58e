import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { VisitRoomRow } from "./visit-room.entity.ts";

/**
 * What one browser tells the other to reach it, until it was told. It has network addresses in it: the table is unlogged,
 * so that no write-ahead log and no replica has it, sealed, and emptied as it is read.
 */
export const VisitSignalRow = defineEntity({
  name: "VisitSignalRow",
  tableName: "visit_signal",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    roomId: () => p.manyToOne(VisitRoomRow).mapToPk().joinColumn("room_id").deleteRule("cascade"),
    /** Whom it is for. */
    seat: p.uuid(),
    payload: sensitive(),
    /** By the database's clock, whichever process wrote it. */
    sentAt: p.datetime(6).defaultRaw("clock_timestamp()"),
  },
  indexes: [{ properties: ["roomId", "seat", "sentAt"] }, { properties: ["sentAt"] }],
});

export type VisitSignalRow = InferEntity<typeof VisitSignalRow>;
