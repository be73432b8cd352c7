# The image: one static program on an empty base, without root. scripts/image makes the same file
# system without a container engine; `make image-check` compares what is in it and runs it.
#
#   docker build --tag registry.trust.example/lanyard:0.1.0 .

FROM docker.io/library/rust:1.95-bookworm AS build
RUN apt-get update && \
    apt-get install --yes --no-install-recommends ca-certificates cmake python3 && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN scripts/image root /image

FROM scratch
COPY --from=build /image /
LABEL org.opencontainers.image.title="Lanyard" \
      org.opencontainers.image.description="Safeguarding case management with a record that anyone can check" \
      org.opencontainers.image.licenses="Apache-2.0"
USER 65532:65532
ENV LANYARD_LISTEN=0.0.0.0:8080 LANYARD_DATA_DIR=/var/lib/lanyard/data
EXPOSE 8080
ENTRYPOINT ["/lanyard"]
CMD ["serve"]
