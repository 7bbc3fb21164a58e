import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";

const cdn = "https://embeddable-sandbox.cdn.apollographql.com";
const frame = "https://sandbox.embed.apollographql.com";

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${cdn}`,
    `style-src 'nonce-${nonce}' ${cdn} https://fonts.googleapis.com`,
    "font-src https://fonts.gstatic.com",
    "img-src 'self' data: https://*.apollographql.com",
    `frame-src ${frame}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// The frame asks this page to send its requests, so they are same-origin: the session cookie may go along with its header.
const options = JSON.stringify({
  target: "#sandbox",
  runTelemetry: false,
  allowDynamicStyles: false,
  hideCookieToggle: false,
  endpointIsEditable: false,
  initialState: { includeCookies: true, pollForSchemaUpdates: false, sharedHeaders: { "x-careconnect-csrf": "1" } },
});

function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>CareConnect API · Apollo Sandbox</title>
    <style nonce="${nonce}">
      html, body, #sandbox { height: 100%; margin: 0; }
      body { font: 16px/1.5 system-ui, sans-serif; overflow: hidden; }
      #sandbox iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: #fff; }
      #offline { max-width: 40rem; margin: 0 auto; padding: 4rem 1.5rem; }
    </style>
  </head>
  <body>
    <main id="sandbox">
      <div id="offline">
        <h1>CareConnect API</h1>
        <p>Apollo Sandbox is loading from the internet. If this text stays, it cannot be reached from here;
        send queries with any GraphQL client: <code>POST /graphql</code>.</p>
      </div>
    </main>
    <script nonce="${nonce}" src="${cdn}/v2/embeddable-sandbox.umd.production.min.js"></script>
    <script nonce="${nonce}">
      if (window.EmbeddedSandbox) {
        document.getElementById("offline").remove();
        new window.EmbeddedSandbox(Object.assign(${options}, { initialEndpoint: location.origin + location.pathname }));
      }
    </script>
  </body>
</html>
`;
}

/** Apollo Sandbox over this router, with a policy of its own: it needs Apollo's scripts, which the application must never load. */
export function sendSandbox(reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(18).toString("base64");
  return reply
    .header("content-security-policy", policy(nonce))
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(page(nonce));
}
