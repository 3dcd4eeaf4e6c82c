# Sourced by run.sh in a gateway's container: what the machine of a POP has before its gateway starts. The rules are
# those of io.culvert.standalone.net.PopNetwork, with the control network beside: nothing out of a tunnel reaches it.

[[ -c /dev/net/tun ]] ||
  fail "there is no /dev/net/tun in this container: load the module on the host ('modprobe tun') and give the container the device ('devices: [/dev/net/tun]')."
# CAP_NET_ADMIN is capability 12.
(((16#$(sed -n 's/^CapEff:\t//p' /proc/self/status) >> 12) & 1)) ||
  fail "this container may not make network devices: it needs the capability NET_ADMIN ('cap_add: [NET_ADMIN]')."
(: </dev/net/tun) 2>/dev/null ||
  fail "this container may not open /dev/net/tun: give it the device ('devices: [/dev/net/tun]'), not only the file."
need "key pair of the POP" "$CULVERT_GATEWAY_POP_KEY_FILE"

wan=$(ip -o -4 address show | sed -n "s/^[0-9]*: *\([^ ]*\) *inet ${CULVERT_GATEWAY_ADDRESS//./\\.}\/.*/\1/p")
[[ -n $wan ]] ||
  fail "no network device of this container has the address $CULVERT_GATEWAY_ADDRESS: CULVERT_GATEWAY_ADDRESS and the container's address in the network 'internet' must be the same."

ip address replace "$CULVERT_PROBE/32" dev lo
nft -f - <<RULES || fail "the kernel refuses the rules of the POP: it needs nf_tables with NAT and connection tracking."
table ip culvert
delete table ip culvert
table ip culvert {
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
    iifname "$wan" udp dport { 500, 4500 } accept
    iifname "$wan" ip protocol esp accept
    iifname "$wan" icmp type echo-request accept
    iifname { "culvert-open", "culvert-gate" } ip daddr $CULVERT_PROBE icmp type echo-request accept
    iifname { "culvert-open", "culvert-gate" } meta mark 0xc1 accept
    iifname != { "$wan", "culvert-open", "culvert-gate" } tcp dport $CULVERT_PORT accept
  }
  chain passing {
    type filter hook forward priority filter; policy drop;
    tcp flags syn tcp option maxseg size set rt mtu
    ct state established,related accept
    iifname "culvert-open" oifname "$wan" ip saddr 100.64.0.0/10 accept
    iifname "culvert-gate" oifname "$wan" ip saddr 100.64.0.0/10 meta l4proto { tcp, udp } th dport 53 accept
  }
  chain leaving {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 100.64.0.0/10 oifname "$wan" masquerade
  }
}
RULES
