/** What a data key belongs to; authenticated with its wrapping, so that it unwraps for nothing else. */
export interface KeyContext {
  readonly organizationId: string;
  readonly subgraph: string;
}

/** A data key as it is stored. */
export interface WrappedKey {
  /** The key that it is wrapped with, by a name that says which service holds it. */
  readonly keyId: string;
  /** Opaque to all but the service that holds the key. */
  readonly wrapped: string;
}

export interface NewKey extends WrappedKey {
  readonly plain: Buffer;
}

/** Who holds the keys that data keys are wrapped with: the key file, or a key management service. */
export interface KeyService {
  /** Makes a data key of 256 bits. */
  createKey(context: KeyContext): Promise<NewKey>;
  wrapKey(plain: Buffer, context: KeyContext): Promise<WrappedKey>;
  /** @throws when the key was wrapped for something else or its wrapping key is gone */
  unwrapKey(key: WrappedKey, context: KeyContext): Promise<Buffer>;
}
