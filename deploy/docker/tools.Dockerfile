# Everything of the compose file that is no service: it makes the secrets, and plays the internet, the branch office and
# the admin of the story. One image, because its parts are small and the packages are most of it.
ARG DEBIAN_IMAGE=debian:bookworm-slim
FROM ${DEBIAN_IMAGE}
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      bash curl jq openssl iproute2 iputils-ping nftables dnsmasq-base nginx-light \
      charon-systemd strongswan-swanctl libcharon-extra-plugins libstrongswan-standard-plugins \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/docker/tools/ /opt/culvert/
