import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";
import { boundOrganization } from "../persistence/row.ts";

/** A file that is to be removed from the store: written with the change that makes it needless, gone when the file is. */
export const FileRemoval = defineEntity({
  name: "FileRemoval",
  tableName: "file_removal",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    organizationId: p.uuid().onCreate((_row: unknown, em) => boundOrganization(em)),
    area: p.text(),
    fileId: p.uuid(),
    /** From when on it is removed, or removed again when that failed. */
    dueAt: p.datetime(3),
    /** How often somebody set about it: from the first time on, nobody can want the file back. */
    attempts: p.integer().default(0),
  },
  indexes: [{ properties: ["organizationId", "dueAt"] }, { properties: ["organizationId", "fileId"] }],
});

export type FileRemoval = InferEntity<typeof FileRemoval>;
