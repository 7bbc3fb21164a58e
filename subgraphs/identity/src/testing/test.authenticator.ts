import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** What a device with passkeys does, in software: it makes key pairs and signs challenges. */
export interface TestAuthenticator {
  /** The answer to the options of a registration, as the browser posts it. */
  create(options: { challenge: string; rp: { id: string } }, origin: string): string;
  /** The answer to the options of a sign-in. */
  get(options: { challenge: string; rpId?: string }, origin: string): string;
}

const userPresent = 0x01;
const userVerified = 0x04;
const attestedCredential = 0x40;

/** @param verifies whether it asks who holds it, by PIN or fingerprint. */
export function createTestAuthenticator(verifies = true): TestAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  const flags = userPresent | (verifies ? userVerified : 0);
  let signatures = 0;
  return {
    create({ challenge, rp }, origin) {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey(x, y)]);
      const data = Buffer.concat([authenticatorData(rp.id, flags | attestedCredential, 0), credential]);
      // {"fmt": "none", "attStmt": {}, "authData": data}
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from("fmt"),
        Buffer.from([0x64]),
        Buffer.from("none"),
        Buffer.from([0x67]),
        Buffer.from("attStmt"),
        Buffer.from([0xa0, 0x68]),
        Buffer.from("authData"),
        bytes(data),
      ]);
      return answer(id, {
        clientDataJSON: clientData("webauthn.create", challenge, origin),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      });
    },
    get({ challenge, rpId = "" }, origin) {
      signatures += 1;
      const data = authenticatorData(rpId, flags, signatures);
      const clientDataJSON = clientData("webauthn.get", challenge, origin);
      const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
      return answer(id, {
        clientDataJSON,
        authenticatorData: data.toString("base64url"),
        signature: sign("sha256", Buffer.concat([data, hash]), privateKey).toString("base64url"),
      });
    },
  };
}

function answer(id: Buffer, response: object): string {
  const name = id.toString("base64url");
  return JSON.stringify({ id: name, rawId: name, type: "public-key", response, clientExtensionResults: {} });
}

function clientData(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
}

function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8(flags, 0);
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash("sha256").update(rpId).digest(), rest]);
}

/** {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR. */
function coseKey(x: string, y: string): Buffer {
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x, "base64url")),
    Buffer.from([0x22]),
    bytes(Buffer.from(y, "base64url")),
  ]);
}

/** A byte string of 24 to 255 bytes in CBOR. */
function bytes(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x58, content.length]), content]);
}
