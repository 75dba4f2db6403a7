# syntax=docker/dockerfile:1

FROM oven/bun:1.4.5 AS build
WORKDIR /build
COPY package.json bun.lock bunfig.toml LICENSE ./
RUN bun install --production --frozen-lockfile
COPY src src
COPY public public
RUN bun run build && mkdir /data

# Nothing but the C library and certificates: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /build/dist/posthorn /usr/local/bin/posthorn
COPY --from=build --chown=nonroot:nonroot /data /data
ENV POSTHORN_LISTEN=0.0.0.0:8080 \
    POSTHORN_DATA_DIR=/data \
    POSTHORN_LOG_FORMAT=json
USER nonroot
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s CMD ["/usr/local/bin/posthorn", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/posthorn"]
