import { seal, unseal } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type Adapter, type AdapterFactory, type AdapterPayload, errors, Provider } from "oidc-provider";
import { clientMetadata, findClient } from "../client/client.service.ts";
import { endSession } from "../session/session.service.ts";
import { credentialHash } from "./credential.hash.ts";
import { OidcArtifactRow } from "./oidc-artifact.entity.ts";
import { currentOrigin } from "./provider.origin.ts";

/** Kinds whose id is our own, and no credential: a grant's is the session's id. */
const grantModel = "Grant";

/** Where the provider keeps what it must remember; any number of processes share it. */
export function createProviderStorage(orm: MikroORM): AdapterFactory {
  return (model) => (model === "Client" ? clientAdapter(orm) : artifactAdapter(orm, model));
}

/** Partners' clients are an area of their own: the provider looks them up and changes none. */
function clientAdapter(orm: MikroORM): Adapter {
  const never = async () => {
    throw new Error("The provider does not change clients.");
  };
  return {
    async find(id) {
      const client = await findClient(orm, id);
      return client ? clientMetadata(client) : undefined;
    },
    upsert: never,
    findByUid: never,
    findByUserCode: never,
    consume: never,
    destroy: never,
    revokeByGrantId: never,
  };
}

function artifactAdapter(orm: MikroORM, model: string): Adapter {
  const keyOf = (id: string) => ({ model, idHash: credentialHash(id) });
  const purposeOf = (idHash: string) => `oidc_artifact.payload#${model}.${idHash}`;

  const payloadOf = (row: OidcArtifactRow | null): AdapterPayload | undefined => {
    if (!row || row.expiresAt.getTime() <= Date.now()) return undefined;
    const payload = JSON.parse(unseal(row.sealedPayload, purposeOf(row.idHash)));
    return row.consumedAt ? { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1_000) } : payload;
  };

  return {
    async upsert(id, payload, expiresIn) {
      if (expiresIn === undefined) throw new Error(`A ${model} must expire.`);
      const key = keyOf(id);
      await orm.em.fork().upsert(OidcArtifactRow, {
        ...key,
        grantId: model === grantModel ? id : (payload.grantId ?? null),
        uidHash: payload.uid === undefined ? null : credentialHash(payload.uid),
        sealedPayload: seal(JSON.stringify(payload), purposeOf(key.idHash)),
        expiresAt: new Date(Date.now() + expiresIn * 1_000),
      });
    },
    async find(id) {
      return payloadOf(await orm.em.fork().findOne(OidcArtifactRow, keyOf(id)));
    },
    async findByUid(uid) {
      return payloadOf(await orm.em.fork().findOne(OidcArtifactRow, { model, uidHash: credentialHash(uid) }));
    },
    async findByUserCode() {
      throw new Error("Devices cannot sign in.");
    },
    async consume(id) {
      const key = keyOf(id);
      const em = orm.em.fork();
      // Test and use are one statement: of requests at the same moment, one gets it.
      if ((await em.nativeUpdate(OidcArtifactRow, { ...key, consumedAt: null }, { consumedAt: new Date() })) > 0)
        return;
      const used = await em.findOne(OidcArtifactRow, key);
      // Whoever comes second may be the thief or the one who was robbed: nobody keeps what was stolen.
      if (used?.grantId) await endSession(orm, used.grantId, "CREDENTIAL_REUSED", currentOrigin());
      throw new errors.InvalidGrant("this was used already");
    },
    async destroy(id) {
      // The token endpoint ends a grant for one reason: a code or a refresh token of it was used already.
      const reason = Provider.ctx?.oidc.route === "token" ? "CREDENTIAL_REUSED" : "SIGNED_OUT";
      if (model === grantModel) await endSession(orm, id, reason, currentOrigin());
      await orm.em.fork().nativeDelete(OidcArtifactRow, keyOf(id));
    },
    async revokeByGrantId(grantId) {
      await orm.em.fork().nativeDelete(OidcArtifactRow, { model, grantId });
    },
  };
}

/** Removes what has expired: nothing reads it any more. */
export async function forgetExpiredArtifacts(orm: MikroORM): Promise<void> {
  await orm.em.fork().nativeDelete(OidcArtifactRow, { expiresAt: { $lt: new Date() } });
}
