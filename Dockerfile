# syntax=docker/dockerfile:1
# One image per service, from one file:
#   docker build --build-arg WORKSPACE=subgraphs/patient --target service .
#   docker build --build-arg WORKSPACE=router --target router .

FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY subgraphs/kit/package.json subgraphs/kit/
COPY subgraphs/identity/package.json subgraphs/identity/
COPY subgraphs/patient/package.json subgraphs/patient/
COPY subgraphs/provider/package.json subgraphs/provider/
COPY subgraphs/appointment/package.json subgraphs/appointment/
COPY subgraphs/billing/package.json subgraphs/billing/
COPY subgraphs/reports/package.json subgraphs/reports/
COPY router/package.json router/
COPY web/package.json web/
COPY dev/package.json dev/
COPY bench/package.json bench/

# Everything is built once, for all services.
FROM manifests AS build
COPY dev/bootstrap.cjs dev/
RUN node dev/bootstrap.cjs
COPY tsconfig.json tsconfig.base.json ./
COPY schema schema
COPY subgraphs subgraphs
COPY router router
COPY web web
COPY dev dev
COPY bench bench
RUN node dev/bootstrap.cjs --build

# What one service needs at run time, and nothing of the others.
FROM manifests AS modules
ARG WORKSPACE
RUN test -n "$WORKSPACE" && npm ci --omit=dev --no-audit --no-fund --loglevel=error --workspace "$WORKSPACE"

FROM node:24.21.0-bookworm-slim AS service
ARG WORKSPACE
ENV NODE_ENV=production \
    CARECONNECT_MODE=production \
    HOST=0.0.0.0 \
    WORKSPACE=$WORKSPACE
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/subgraphs/kit subgraphs/kit
COPY --from=build /app/$WORKSPACE $WORKSPACE
# A volume that is mounted here belongs to whom the folder does.
RUN install -d -o node -g node /var/lib/careconnect/files
USER node
# The shell gives way to Node.js, so that SIGTERM reaches the service.
ENTRYPOINT ["/bin/sh", "-c", "exec node --enable-source-maps \"$WORKSPACE/dist/src/index.js\" \"$@\"", "service"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM service AS router
COPY --from=build /app/schema schema
COPY --from=build /app/web/dist web/dist
