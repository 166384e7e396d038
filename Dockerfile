# syntax=docker/dockerfile:1
# Not built where Tocsin is developed (no Docker there): see docs/operations.md.

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/tocsin
COPY pom.xml ./
COPY schema schema
COPY routes routes
COPY src src
# The libraries stay in BuildKit's cache from one build to the next.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true -Dmdep.analyze.skip=true \
    -Dassembly.skipAssembly=true package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home --home-dir /opt/tocsin --shell /usr/sbin/nologin tocsin
WORKDIR /opt/tocsin
COPY hub application.properties ./
COPY routes routes
COPY --from=build /opt/tocsin/target/tocsin.jar /opt/tocsin/target/libraries.jar app/
# The start caches are written here, with the JVM that will read it; the data folder is the only place that is written later.
RUN HUB_DATA=/tmp/data ./hub help >/dev/null \
    && rm -rf /tmp/data \
    && install -d -o tocsin -g tocsin -m 0700 /var/lib/tocsin
USER tocsin
# Inside a container 127.0.0.1 is the container's own. Publish the port on the host's 127.0.0.1, or behind a TLS proxy.
ENV HUB_HOST=0.0.0.0 \
    HUB_PORT=8080 \
    HUB_DATA=/var/lib/tocsin
VOLUME /var/lib/tocsin
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$HUB_PORT && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["./hub"]
CMD ["run"]
