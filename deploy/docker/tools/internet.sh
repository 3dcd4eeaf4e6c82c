#!/bin/bash
# The web site of the "internet", and before the control plane what users see of it: auth-service and Keycloak under
# names of their own, over HTTPS.
set -euo pipefail
mkdir -p /srv/site
cd /srv/site
echo '<!doctype html><title>It works</title><h1>You are on the internet side</h1>' >index.html
head -c 100000000 /dev/urandom >100MB
sha256sum <100MB | cut -d ' ' -f 1 >100MB.sha256
[[ -r /run/culvert/site.key ]] || {
  echo "internet: the key of the site is missing: /run/culvert/site.key. The container 'secrets' makes it at the first start." >&2
  exit 1
}
cat >/tmp/nginx.conf <<'CONF'
daemon off;
pid /tmp/nginx.pid;
user root;
worker_processes 1;
events {}
http {
  access_log off;
  default_type application/octet-stream;
  types { text/html html; text/plain sha256; }
  sendfile on;
  proxy_buffer_size 32k;
  proxy_buffers 8 32k;
  large_client_header_buffers 4 32k;
  proxy_http_version 1.1;
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-Host $host;
  proxy_set_header X-Forwarded-Port 443;
  proxy_set_header X-Forwarded-Proto https;
  proxy_set_header X-Forwarded-For $remote_addr;
  ssl_certificate /run/culvert/site.pem;
  ssl_certificate_key /run/culvert/site.key;
  # By variables: nginx starts before what is behind it, and asks again when that has moved.
  resolver 127.0.0.11 valid=5s ipv6=off;
  server {
    listen 80 default_server;
    listen 443 ssl default_server;
    root /srv/site;
  }
  server {
    listen 443 ssl;
    server_name login.culvert.test return.culvert.test;
    set $auth http://auth-service:8084;
    location / { proxy_pass $auth; }
  }
  server {
    listen 443 ssl;
    server_name idp.culvert.test;
    set $identity http://keycloak:8080;
    location / { proxy_pass $identity; }
  }
}
CONF
exec nginx -c /tmp/nginx.conf -e stderr
