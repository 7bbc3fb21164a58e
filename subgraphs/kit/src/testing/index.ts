import "reflect-metadata";

export { migrate, schemaDiff } from "../persistence/migrate.ts";
export { rotateKeys } from "../sensitive/key.rotation.ts";
export { keyFileService } from "../sensitive/key-file.service.ts";
export { createKeyring, useKeyring } from "../sensitive/keyring.ts";
export { altered } from "./altered.text.ts";
export { businessRows, unwrittenTables } from "./business.rows.ts";
export { deliver, testErasure } from "./erasure.suite.ts";
export { testGarbage } from "./garbage.suite.ts";
export { testHop } from "./hop.suite.ts";
export { testMerge } from "./merge.suite.ts";
export type { PolicyCase } from "./policy/policy.check.ts";
export type { Ids, PolicyMatrix, PolicyWorld, Probe } from "./policy/policy.matrix.ts";
export { testPolicy } from "./policy/policy.suite.ts";
export { propertySeed } from "./property.seed.ts";
export { planOf } from "./query.plan.ts";
export { createTestBroker, type TestBroker } from "./test.broker.ts";
export { bucketCredentials, createTestBucket, type TestBucket } from "./test.bucket.ts";
export { eicar, findClamd, startTestClamd, type TestClamd } from "./test.clamd.ts";
export { createTestDatabase, type TestDatabase } from "./test.database.ts";
export { startTestIssuer, type TestIssuer, type TestViewer } from "./test.issuer.ts";
export { createTestLog } from "./test.log.ts";
export { type GraphQLAnswer, startTestSubgraph, type TestSubgraph } from "./test.subgraph.ts";
export {
  connectSubscriber,
  openSubscriptions,
  type TestSubscriber,
  type TestSubscription,
  until,
} from "./test.subscriber.ts";
export { createTokenVerifier } from "./test.verifier.ts";
