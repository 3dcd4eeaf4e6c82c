# Keycloak, optimised for its options when the image is built, with the realm of deploy/keycloak.
ARG KEYCLOAK_IMAGE=keycloak/keycloak:26.7.3
FROM ${KEYCLOAK_IMAGE}
RUN /opt/keycloak/bin/kc.sh build --db=dev-file && mkdir -p /opt/keycloak/data/h2
COPY deploy/keycloak/culvert-realm.json /opt/keycloak/data/import/culvert-realm.json
COPY deploy/docker/keycloak/run.sh deploy/docker/service/healthy.sh /opt/culvert/
HEALTHCHECK --interval=5s --timeout=10s --start-period=300s --retries=5 CMD /opt/culvert/healthy.sh 8080 /realms/culvert
ENTRYPOINT ["/bin/bash", "/opt/culvert/run.sh"]
