import { toString as draw } from "qrcode";
import { Markup } from "../pages/markup.ts";

/** A QR code as SVG, without a request to anybody. */
export async function qrCodeOf(text: string): Promise<Markup> {
  return new Markup(await draw(text, { type: "svg", margin: 0, errorCorrectionLevel: "M" }));
}
