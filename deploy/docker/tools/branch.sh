#!/bin/bash
# The router of a branch office: strongSwan with ESP in user space, so that the kernel needs no IPsec. It connects as
# soon as the gateway knows its tunnel, and again whenever it has lost it.
set -euo pipefail

say() { echo "branch: $*" >&2; }
fail() { say "$*"; exit 1; }

[[ -c /dev/net/tun ]] ||
  fail "there is no /dev/net/tun in this container: load the module on the host ('modprobe tun') and give the container the device."
[[ -s /run/culvert/psk ]] || fail "the pre-shared key is missing: /run/culvert/psk. The container 'secrets' makes it at the first start."

# The route to everywhere of the tunnel is in table 220, which comes first; the branch's own network must not follow it.
ip route replace throw "$BRANCH_NETWORK" table 220
nft -f - <<'RULES'
table ip branch
delete table ip branch
table ip branch {
  chain passing {
    type filter hook forward priority filter; policy accept;
    tcp flags syn tcp option maxseg size set rt mtu
  }
}
RULES

umask 077
mkdir -p /run/branch
cat >/run/branch/strongswan.conf <<'CONF'
charon-systemd {
  load_modular = no
  load = random nonce openssl pem pkcs1 hmac kdf gcm drbg kernel-libipsec kernel-netlink socket-default vici updown
  threads = 16
  install_virtual_ip = no
  fragment_size = 1280
  filelog {
    stderr {
      time_format = %H:%M:%S
      flush_line = yes
      default = 0
      ike = 1
    }
  }
  plugins {
    kernel-libipsec { allow_peer_ts = yes }
    # charon's own packets must not go into the tunnel to everywhere.
    kernel-netlink { fwmark = !0x42 }
    socket-default { fwmark = 0x42 }
    vici { socket = unix:///run/branch/vici }
  }
}
swanctl {
  load = random openssl pem pkcs1
}
CONF
cat >/run/branch/swanctl.conf <<CONF
connections {
  branch {
    version = 2
    local_addrs = $BRANCH_ADDRESS
    remote_addrs = $GATEWAY_ADDRESS
    proposals = aes256-sha256-modp2048
    encap = yes
    mobike = no
    dpd_delay = 10s
    local {
      auth = psk
      id = $BRANCH_IDENTITY
    }
    remote {
      auth = psk
      id = $GATEWAY_ADDRESS
    }
    children {
      branch {
        esp_proposals = aes256gcm16
        local_ts = $BRANCH_NETWORK
        remote_ts = 0.0.0.0/0
        dpd_action = clear
        close_action = none
      }
    }
  }
}
secrets {
  ike-branch {
    id = $BRANCH_IDENTITY
    secret = 0s$(base64 -w 0 </run/culvert/psk)
  }
}
CONF
export STRONGSWAN_CONF=/run/branch/strongswan.conf SWANCTL_DIR=/run/branch
charon-systemd &
charon=$!
trap 'kill -TERM $charon; wait $charon; exit 0' TERM INT
swan() { swanctl "$@" --uri unix:///run/branch/vici; }
until swan --stats >/dev/null 2>&1; do
  kill -0 $charon 2>/dev/null || fail "strongSwan does not start; its last lines are above"
  sleep 0.2
done
swan --load-all --noprompt >/dev/null 2>&1 || fail "strongSwan refuses its connection: BRANCH_ADDRESS, BRANCH_NETWORK and GATEWAY_ADDRESS must be addresses"
state=new
while kill -0 $charon 2>/dev/null; do
  if swan --list-sas --child branch 2>/dev/null | grep -q INSTALLED; then
    [[ $state == up ]] || say "the tunnel to $GATEWAY_ADDRESS is up"
    state=up
  elif ! swan --initiate --child branch --timeout 5 >/dev/null 2>&1 && [[ $state != waiting ]]; then
    state=waiting
    say "the tunnel is not up: the gateway at $GATEWAY_ADDRESS refuses it or does not answer; trying again"
  fi
  sleep 1 &
  wait $!
done
fail "strongSwan has ended"
