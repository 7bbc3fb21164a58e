import { readFileSync } from "node:fs";
import { rotateKeys } from "../sensitive/key.rotation.ts";
import { keyFileService } from "../sensitive/key-file.service.ts";
import { useKeyring } from "../sensitive/keyring.ts";
import { Secret } from "./secret.fixture.ts";

/** A rotation in a process of its own, for tests of what survives it: `node rotation.process.ts <database> <key file> <organization>`. */
const [ownerUrl = "", keysFile = "", organizationId = ""] = process.argv.slice(2);
useKeyring(JSON.parse(readFileSync(keysFile, "utf8")));
await rotateKeys({
  subgraph: "test",
  entities: [Secret],
  ownerUrl,
  service: keyFileService,
  organizationId,
  say: (line) => process.stdout.write(`${line}\n`),
});
