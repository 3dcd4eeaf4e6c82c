ARG JDK_IMAGE
FROM ${JDK_IMAGE}
RUN useradd --uid 1000 --gid 0 --home-dir /opt/keycloak keycloak && install -d -o keycloak -g root /opt/keycloak
COPY --chown=1000:0 keycloak /opt/keycloak
USER keycloak
EXPOSE 8080
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
