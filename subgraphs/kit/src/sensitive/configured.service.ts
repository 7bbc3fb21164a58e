import type { KmsOptions } from "./aws-kms.service.ts";
import type { KeyService } from "./key.service.ts";
import { isInKeyFile, keyFileService } from "./key-file.service.ts";

/**
 * The key service that is configured: AWS KMS, or else the key file. What the key file wrapped before KMS was
 * configured still unwraps; a rotation wraps it anew.
 */
export async function configuredKeyService(kms: KmsOptions | undefined): Promise<KeyService> {
  if (!kms) return keyFileService;
  // Loaded by those who use it alone: it is larger than all the rest of the kit.
  const { awsKmsService } = await import("./aws-kms.service.ts");
  const aws = awsKmsService(kms);
  return {
    ...aws,
    unwrapKey: (key, context) => (isInKeyFile(key.keyId) ? keyFileService : aws).unwrapKey(key, context),
  };
}
