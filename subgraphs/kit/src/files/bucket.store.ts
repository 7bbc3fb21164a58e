import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { ConfigurationError } from "../config/config.ts";
import { exactly, type FileKey, type FileStore, partsOf } from "./file.store.ts";

export interface BucketOptions {
  readonly bucket: string;
  /** Another address than that of AWS, such as another vendor's; browsers send files there, too. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

const attempts = 3;
const connectionTimeout = 2_000;
/** Without a byte for so long, a request has failed, in milliseconds. */
const socketTimeout = 10_000;

/** What is put there at the start: whoever may read it may read all that there is. */
const probe: FileKey = { area: "probe", id: "00000000-0000-4000-8000-000000000000" };

/**
 * Keeps files in a bucket of an S3-compatible store. Credentials come from where the AWS SDK finds them.
 * @throws ConfigurationError when there is no such bucket, or what has to be done there is refused, which it names
 */
export async function bucketStore({ bucket, endpoint, region }: BucketOptions): Promise<FileStore> {
  const client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: attempts,
    requestHandler: { connectionTimeout, socketTimeout },
    // Not every vendor knows the checksums that the SDK would add; what is confidential is authenticated where it is opened.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const objectOf = (key: FileKey) => ({ Bucket: bucket, Key: partsOf(key).join("/") });

  const writeProbe = () => client.send(new PutObjectCommand({ ...objectOf(probe), Body: "This may be read." }));
  const readProbe = async () => {
    const { Body } = await client.send(new GetObjectCommand(objectOf(probe)));
    await Body?.transformToByteArray();
  };

  /**
   * What a failed look for an object means. Without the permission to list the bucket, S3 refuses what is not there as it
   * refuses what may not be read: nothing is there if what is there may be read at this moment.
   */
  async function noObject(error: unknown): Promise<null> {
    if (error instanceof NoSuchKey || error instanceof NotFound) return null;
    if (isRefusal(error) && (await mayRead())) return null;
    throw error;
  }

  async function mayRead(): Promise<boolean> {
    try {
      await readProbe();
    } catch {
      // As long as there is no probe it is refused like everything that is not there.
      return writeProbe()
        .then(readProbe)
        .then(
          () => true,
          () => false,
        );
    }
    return true;
  }

  const permissions = {
    "s3:PutObject": writeProbe,
    "s3:GetObject": readProbe,
    "s3:DeleteObject": () => client.send(new DeleteObjectCommand(objectOf({ area: probe.area, id: randomUUID() }))),
  };
  for (const [permission, use] of Object.entries(permissions))
    await use().catch((fault: unknown) => {
      if (fault instanceof NoSuchBucket)
        throw new ConfigurationError(`FILE_STORE_URL names the bucket ${bucket}, which does not exist.`);
      if (isRefusal(fault))
        throw new ConfigurationError(
          `The bucket ${bucket} in FILE_STORE_URL refuses ${permission} to the credentials of this process: allow it for all objects.`,
        );
      // A store that is away for a moment keeps nobody from starting.
    });

  return {
    async put(key, bytes, size) {
      // In memory, so that what breaks on its way here reaches no bucket, and what breaks on its way there is sent again.
      const pieces: Uint8Array[] = [];
      for await (const piece of exactly(size, bytes)) pieces.push(piece);
      const object = { ...objectOf(key), Body: Buffer.concat(pieces), ContentType: "application/octet-stream" };
      await client.send(new PutObjectCommand(object));
    },
    async get(key) {
      const found = await client.send(new GetObjectCommand(objectOf(key))).catch(noObject);
      return found === null ? null : (found.Body as Readable);
    },
    async sizeOf(key) {
      const found = await client.send(new HeadObjectCommand(objectOf(key))).catch(noObject);
      return found?.ContentLength ?? null;
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(objectOf(key)));
    },
    // An object is there when all of it has arrived.
    removeUnfinished: async () => undefined,
    async signUpload(key, { contentType, size, sha256, expiresAt }) {
      const checksum = sha256 === undefined ? undefined : Buffer.from(sha256, "hex").toString("base64");
      const command = new PutObjectCommand({
        ...objectOf(key),
        ContentType: contentType,
        ContentLength: size,
        ...(checksum !== undefined && { ChecksumSHA256: checksum }),
      });
      const url = await getSignedUrl(client, command, {
        expiresIn: Math.max(1, Math.floor((expiresAt.getTime() - Date.now()) / 1_000)),
        signableHeaders: new Set(["host", "content-type", "content-length", checksumHeader]),
        unhoistableHeaders: new Set([checksumHeader]),
      });
      const headers = {
        "content-type": contentType,
        "content-length": String(size),
        ...(checksum !== undefined && { [checksumHeader]: checksum }),
      };
      return { url, method: "PUT", headers };
    },
  };
}

const checksumHeader = "x-amz-checksum-sha256";

function isRefusal(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}
