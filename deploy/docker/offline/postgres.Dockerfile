# What the compose file and the training of the services use of the official image, with PostgreSQL of its Maven artifact.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
RUN groupadd --system --gid 999 postgres && useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql postgres \
 && install -d -o postgres -g postgres -m 700 /var/lib/postgresql
COPY postgres /usr/local
COPY postgres.sh /usr/local/bin/docker-entrypoint.sh
COPY pg_isready.sh /usr/local/bin/pg_isready
ENV PGDATA=/var/lib/postgresql/18/docker LANG=C.UTF-8
STOPSIGNAL SIGINT
USER postgres
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
