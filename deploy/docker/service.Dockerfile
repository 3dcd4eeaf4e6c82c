# One service, of what Maven has built in SERVICE/target/quarkus-app. The context is the repository.
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG DEBIAN_IMAGE=debian:bookworm-slim
ARG POSTGRES_IMAGE=postgres:18-bookworm

# The part of the JDK that the services use; java.desktop is there for java.beans, and draws nothing.
FROM ${JDK_IMAGE} AS runtime
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends binutils zip \
 && rm -rf /var/lib/apt/lists/*
RUN "${JAVA_HOME}/bin/jlink" --output /jre --strip-debug --no-header-files --no-man-pages --compress=zip-9 \
      --add-modules java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,java.xml.crypto,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
 && strip --strip-unneeded /jre/lib/server/libjvm.so \
 && cd /jre/lib && rm -f libawt*.so libfontmanager.so libfreetype.so libmlib_image.so liblcms.so libsplashscreen.so libjavajpeg.so
# Providers of modules that are not in it: each service would look for them in all its libraries, and verify the largest
# of those for it, which takes a third of a second of its start.
RUN list=/jre/conf/security/java.security \
 && awk -F= '/^security\.provider\.[0-9]+=/ { if ($2 ~ /^(SunPCSC|JdkSASL|SunPKCS11)/) next; sub(/^[^=]*/, "security.provider." ++n) } { print }' "$list" > /tmp/list \
 && mv /tmp/list "$list"

FROM runtime AS libraries
ARG SERVICE
COPY deploy/docker/service/trim.sh /opt/culvert/
COPY ${SERVICE}/target/quarkus-app/lib /app/lib
RUN /opt/culvert/trim.sh /app/lib/main

# What the service is made of, what changes least first. Nothing is installed in it later: what only that needs
# goes, and the character sets and time zones of C programs.
FROM ${DEBIAN_IMAGE} AS system
ARG PACKAGES=
ARG USER=culvert
RUN [ -z "${PACKAGES}" ] || { apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${PACKAGES} \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/*; }
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /app culvert \
 && install -d -o "${USER}" -g "${USER}" -m 700 /var/lib/culvert \
 && dpkg --purge --force-all perl-base apt libapt-pkg6.0 gpgv libgnutls30 libunistring2 libdb5.3 e2fsprogs libext2fs2 logsave 2>/dev/null \
 ; rm -rf /usr/lib/*/gconv /var/cache/debconf/* /usr/share/perl5 /usr/share/polkit-1 /usr/share/pixmaps /usr/share/util-linux \
      /var/lib/dpkg/info/*.md5sums \
 && find /usr/share/zoneinfo -mindepth 1 -maxdepth 1 ! -name Etc -exec rm -rf {} + 2>/dev/null || true

FROM scratch AS base
COPY --from=system / /
COPY --from=runtime /jre /opt/java
COPY deploy/docker/service/run.sh deploy/docker/service/healthy.sh deploy/docker/gateway/network.sh /opt/culvert/
COPY deploy/docker/service/jvm.options /app/jvm.options
ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

FROM base AS app
ARG SERVICE
WORKDIR /app
COPY --from=libraries /app/lib lib
COPY ${SERVICE}/target/quarkus-app/quarkus quarkus
COPY ${SERVICE}/target/quarkus-app/app app
COPY deploy/docker/service/classpath.sh /opt/culvert/
RUN /opt/culvert/classpath.sh > main.options

# Starts it once beside an empty database, and keeps what the JVM has found out about its start (docs/adr/0018).
FROM ${POSTGRES_IMAGE} AS trained
ARG SERVICE
USER root
COPY --from=app /opt/java /opt/java
COPY --from=app /app /app
COPY deploy/docker/service/train.sh /opt/culvert/
RUN /opt/culvert/train.sh "${SERVICE}"

FROM app
ARG SERVICE
ARG USER=culvert
ARG PORT
COPY --from=trained /trained/ /app/
# What the service is made of, as CycloneDX.
COPY ${SERVICE}/target/quarkus-run-cyclonedx.json /app/sbom.json
LABEL io.culvert.sbom=/app/sbom.json
ENV CULVERT_SERVICE=${SERVICE} CULVERT_PORT=${PORT} QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=${PORT}
USER ${USER}
EXPOSE ${PORT}
HEALTHCHECK --interval=5s --timeout=10s --start-period=300s --retries=12 CMD /opt/culvert/healthy.sh "${CULVERT_PORT}"
ENTRYPOINT ["/opt/culvert/run.sh"]
