#!/bin/bash
# Whether a service on this port says that it is ready. In bash alone, so that the image needs no client.
exec 3<>"/dev/tcp/127.0.0.1/${1:?port}" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${2:-/q/health/ready}" >&3
read -r -t 3 _ status _ <&3
[[ $status == 200 ]]
