ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus \
 && install -d -o nobody -g nogroup /prometheus && rm -rf /var/lib/apt/lists/*
USER nobody
EXPOSE 9090
ENTRYPOINT ["/usr/bin/prometheus"]
