import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ownedRow } from "../persistence/row.ts";
import { blindIndex, sensitive } from "../sensitive/sensitive.column.ts";

/** A row with sensitive columns, for tests of what becomes of them. */
export const Secret = defineEntity({
  name: "Secret",
  tableName: "secret",
  properties: {
    ...ownedRow,
    title: p.text(),
    body: sensitive(),
    remark: sensitive(),
    bodyIndex: blindIndex<{ body?: string | null }>("secret.body", (row) => row.body),
  },
});

export type Secret = InferEntity<typeof Secret>;

/** The table of {@link Secret}. */
export const createSecrets = (role: string) =>
  `create table secret (id uuid primary key, organization_id uuid not null, version int not null default 1,
     created_at timestamptz(3) not null, updated_at timestamptz(3) not null, title text not null,
     body text null, remark text null, body_index varchar(255) null);
   grant all on secret to ${role}`;
