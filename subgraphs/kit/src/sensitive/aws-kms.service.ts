import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { KeyContext, KeyService } from "./key.service.ts";

export interface KmsOptions {
  /** The id, ARN or alias of a symmetric key. */
  readonly keyId: string;
  /** Another address than that of AWS, such as a VPC endpoint. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

const attempts = 3;
const connectionTimeout = 1_000;
const requestTimeout = 2_000;

/** Wraps data keys with a key of AWS KMS, which it never leaves. Credentials come from where the AWS SDK finds them. */
export function awsKmsService({ keyId, endpoint, region }: KmsOptions): KeyService {
  const client = new KMSClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: attempts,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  });
  return {
    async createKey(context) {
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: boundTo(context) }),
      );
      return { plain: bytesOf(made.Plaintext), ...wrappedKey(made) };
    },
    async wrapKey(plain, context) {
      return wrappedKey(
        await client.send(new EncryptCommand({ KeyId: keyId, Plaintext: plain, EncryptionContext: boundTo(context) })),
      );
    },
    async unwrapKey(key, context) {
      const opened = await client.send(
        new DecryptCommand({
          KeyId: key.keyId,
          CiphertextBlob: Buffer.from(key.wrapped, "base64"),
          EncryptionContext: boundTo(context),
        }),
      );
      return bytesOf(opened.Plaintext);
    },
  };
}

function boundTo({ organizationId, subgraph }: KeyContext): Record<string, string> {
  return { organization: organizationId, subgraph };
}

/** The answer names the key by its ARN, whatever it was asked by: an alias may mean another key tomorrow. */
function wrappedKey(answer: { readonly KeyId?: string | undefined; readonly CiphertextBlob?: Uint8Array | undefined }) {
  if (!answer.KeyId) throw new Error("The key service answered without the key's id.");
  return { keyId: answer.KeyId, wrapped: bytesOf(answer.CiphertextBlob).toString("base64") };
}

function bytesOf(bytes: Uint8Array | undefined): Buffer {
  if (!bytes) throw new Error("The key service answered without a key.");
  return Buffer.from(bytes);
}
