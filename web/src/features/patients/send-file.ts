import type { RequestDocumentUploadMutation } from "../../graphql/graphql.ts";

/** Where a file that was announced is sent, and how. */
export type UploadLink = NonNullable<
  NonNullable<NonNullable<RequestDocumentUploadMutation["requestDocumentUpload"]>["document"]>["upload"]
>;

/** `taken`: the store has the file, now or since an earlier try. `refused`: this link leads nowhere. */
export type Sent = "taken" | "refused" | "interrupted";

/** Without a byte getting on for so long, sending is given up, in milliseconds. */
const silence = 30_000;

/** Sends a file to the link that it was announced for. `onProgress` is told which share of it has gone, 0 to 1. */
export function sendFile(
  file: Blob,
  { url, method, headers }: Pick<UploadLink, "url" | "method" | "headers">,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve) => {
    // fetch does not tell how far it is.
    const request = new XMLHttpRequest();
    let silent: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(silent);
      silent = setTimeout(() => request.abort(), silence);
    };
    const end = (outcome: Sent) => {
      clearTimeout(silent);
      signal.removeEventListener("abort", abort);
      resolve(outcome);
    };
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);

    request.open(method, url);
    for (const { name, value } of headers) {
      // The browser says itself how long it is.
      if (name.toLowerCase() !== "content-length") {
        request.setRequestHeader(name, value);
      }
    }
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      wait();
      onProgress(total === 0 ? 0 : loaded / total);
    });
    const repeated = 409;
    request.addEventListener("load", () =>
      end(request.status < 300 || request.status === repeated ? "taken" : "refused"),
    );
    request.addEventListener("error", () => end("interrupted"));
    request.addEventListener("abort", () => end("interrupted"));
    wait();
    request.send(file);
  });
}

/** The SHA-256 of a file in hexadecimal: what arrives as anything else is refused. Undefined where the browser has none. */
export async function digestOf(file: Blob): Promise<string | undefined> {
  // Only pages that were fetched safely have it.
  if (!globalThis.crypto?.subtle) {
    return undefined;
  }
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
