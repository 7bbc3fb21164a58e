import { randomBytes } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { awsKmsService } from "./aws-kms.service.ts";
import { configuredKeyService } from "./configured.service.ts";
import type { KeyService } from "./key.service.ts";
import { keyFileService } from "./key-file.service.ts";
import { createKeyring, seal, unseal, useKeyring } from "./keyring.ts";

const arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const context = { organizationId: "0199a000-0000-7000-8000-000000000001", subgraph: "patient" };

interface KmsCall {
  readonly operation: string;
  readonly authorization: string;
  readonly body: Record<string, unknown>;
}

/** What stands between a call and its answer. */
let fault: ((call: KmsCall, response: ServerResponse) => boolean) | undefined;
const calls: KmsCall[] = [];
let server: Server;
let endpoint: string;
let service: KeyService;

/** Speaks the JSON protocol of AWS KMS; its ciphertext is a sealed value that is bound to the encryption context. */
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  useKeyring(createKeyring());
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const call = {
      operation: String(request.headers["x-amz-target"]),
      authorization: String(request.headers.authorization),
      body: JSON.parse(text) as Record<string, unknown>,
    };
    calls.push(call);
    if (fault?.(call, response)) return;
    response.setHeader("content-type", "application/x-amz-json-1.1");
    try {
      response.end(JSON.stringify(answer(call)));
    } catch {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: "InvalidCiphertextException" }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  service = awsKmsService({ keyId: "alias/careconnect", endpoint, region: "eu-central-1" });
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls.length = 0;
  fault = undefined;
});

function answer({ operation, body }: KmsCall): object {
  const purpose = JSON.stringify(body.EncryptionContext);
  const sealed = (plain: string) => Buffer.from(seal(plain, purpose)).toString("base64");
  switch (operation) {
    case "TrentService.GenerateDataKey": {
      const plain = randomBytes(body.KeySpec === "AES_256" ? 32 : 16).toString("base64");
      return { KeyId: arn, Plaintext: plain, CiphertextBlob: sealed(plain) };
    }
    case "TrentService.Encrypt":
      return { KeyId: arn, CiphertextBlob: sealed(String(body.Plaintext)) };
    case "TrentService.Decrypt": {
      if (body.KeyId !== arn) throw new Error("This is not the key.");
      const opened = unseal(Buffer.from(String(body.CiphertextBlob), "base64").toString(), purpose);
      return { KeyId: arn, Plaintext: opened };
    }
    default:
      throw new Error(`${operation} is not known.`);
  }
}

describe("AWS KMS", () => {
  it("makes a data key of 256 bits, and unwraps it by the key's ARN in signed requests", async () => {
    const { plain, ...wrapped } = await service.createKey(context);
    expect(plain).toHaveLength(32);
    expect(wrapped.keyId).toBe(arn);
    expect(await service.unwrapKey(wrapped, context)).toEqual(plain);
    expect(calls.map(({ body }) => body.KeyId)).toEqual(["alias/careconnect", arn]);
    expect(calls.map(({ body }) => body.EncryptionContext)).toEqual([
      { organization: context.organizationId, subgraph: "patient" },
      { organization: context.organizationId, subgraph: "patient" },
    ]);
    for (const { authorization } of calls)
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/kms\/aws4_request/);
  });

  it("wraps a key that there is already", async () => {
    const plain = randomBytes(32);
    expect(await service.unwrapKey(await service.wrapKey(plain, context), context)).toEqual(plain);
  });

  it("does not unwrap for another organization or subgraph", async () => {
    const key = await service.createKey(context);
    await expect(service.unwrapKey(key, { ...context, subgraph: "billing" })).rejects.toMatchObject({
      name: "InvalidCiphertextException",
    });
    await expect(
      service.unwrapKey(key, { ...context, organizationId: "0199a000-0000-7000-8000-000000000002" }),
    ).rejects.toMatchObject({ name: "InvalidCiphertextException" });
  });

  it("tries again what failed by chance, and not what was refused", async () => {
    let failures = 2;
    fault = (_call, response) => {
      if (failures === 0) return false;
      failures -= 1;
      response.statusCode = 500;
      response.end(JSON.stringify({ __type: "KMSInternalException" }));
      return true;
    };
    expect((await service.createKey(context)).plain).toHaveLength(32);
    expect(calls).toHaveLength(3);

    calls.length = 0;
    fault = (_call, response) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: "AccessDeniedException" }));
      return true;
    };
    await expect(service.createKey(context)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(calls).toHaveLength(1);
  });

  it("gives up on a service that does not answer", async () => {
    fault = () => true;
    const began = Date.now();
    await expect(service.createKey(context)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(Date.now() - began).toBeLessThan(12_000);
  });
});

describe("a subgraph that moves from the key file to AWS KMS", () => {
  it("still unwraps what the key file wrapped, and wraps with KMS", async () => {
    const kms = await configuredKeyService({ keyId: arn, endpoint, region: "eu-central-1" });
    const old = await keyFileService.createKey(context);
    expect(old.keyId).toBe("file:k1");
    expect(await kms.unwrapKey(old, context)).toEqual(old.plain);
    expect((await kms.createKey(context)).keyId).toBe(arn);
  });
});
