import { DocumentRejection } from "./document.state.ts";

const images = new Set(["image/jpeg", "image/png", "image/webp"]);

/** Of the longer side. */
const thumbnailPixels = 256;
/** More than any camera's: what is small as a file may be huge in memory. */
const mostPixels = 50_000_000;
const patienceSeconds = 10;

export const thumbnailType = "image/webp";

/** A thumbnail of an image; null of what is none, and of one that takes too long. @throws ImageRefused when it is no image that anybody could look at */
export async function makeThumbnail(contentType: string, bytes: Uint8Array): Promise<Buffer | null> {
  if (!images.has(contentType)) return null;
  const { default: sharp } = await import("sharp");
  // What is sent comes from anywhere: nothing of it is kept in memory, and one core is enough for it.
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const image = sharp(bytes, { limitInputPixels: false, failOn: "error" });
    const { width, height } = await image.metadata();
    if (width * height > mostPixels) throw new ImageRefused(DocumentRejection.IMAGE_TOO_LARGE);
    return await image
      .timeout({ seconds: patienceSeconds })
      .autoOrient()
      .resize(thumbnailPixels, thumbnailPixels, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
  } catch (error) {
    if (error instanceof ImageRefused) throw error;
    // That we are slow says nothing about the image.
    if (error instanceof Error && error.message.startsWith("timeout:")) return null;
    throw new ImageRefused(DocumentRejection.DAMAGED);
  }
}

/** An image of which no thumbnail can be made. */
export class ImageRefused extends Error {
  override readonly name = "ImageRefused";

  constructor(readonly rejection: DocumentRejection) {
    super(rejection);
  }
}
