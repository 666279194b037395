# The image must have the version of Deno that denow pins.
FROM --platform=$BUILDPLATFORM denoland/deno:2.9.4 AS build
WORKDIR /source
COPY . .
# Set by BuildKit: amd64 or arm64. The program is cross-compiled.
ARG TARGETARCH
RUN case "$TARGETARCH" in arm64) cpu=aarch64 ;; *) cpu=x86_64 ;; esac \
  && ./denow task compile --target "$cpu-unknown-linux-gnu"

# The program needs only glibc and libgcc, which this image contains.
FROM debian:12.12-slim
RUN install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /source/dist/mathcalculator /mathcalculator

USER 10001:10001
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
  CMD ["/mathcalculator", "healthcheck"]
ENTRYPOINT ["/mathcalculator"]
CMD ["serve"]
