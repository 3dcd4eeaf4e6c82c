package io.culvert.standalone.net;

/**
 * The network of one point of presence: the way from its tunnels to the internet, with static
 * rules. The gateway process itself makes the device {@code culvert-open}, where the packets of its
 * tunnels come out under their carrier addresses, and {@code culvert-gate}, where those of hosts
 * that must log in do. It judges these before the rules here, which let through what it may pass
 * on: DNS to the internet, and to the gateway what is meant for its proxy.
 */
public final class PopNetwork {
  private static final String CARRIER = "100.64.0.0/10";

  // Only answers come in from the outside, and tunnels never reach each other. Clamping takes the
  // smaller of both ways' MTU, so that TCP never needs path MTU discovery through a tunnel.
  private static final String RULES =
      """
      table ip culvert {
        chain input {
          type filter hook input priority filter; policy drop;
          iifname "lo" accept
          ct state established,related accept
          iifname "wan" udp dport { 500, 4500 } accept
          iifname "wan" ip protocol esp accept
          iifname "wan" icmp type echo-request accept
          iifname { "culvert-open", "culvert-gate" } ip daddr %2$s icmp type echo-request accept
          iifname { "culvert-open", "culvert-gate" } meta mark 0xc1 accept
        }
        chain passing {
          type filter hook forward priority filter; policy drop;
          tcp flags syn tcp option maxseg size set rt mtu
          ct state established,related accept
          iifname "culvert-open" oifname "wan" ip saddr %1$s accept
          iifname "culvert-gate" oifname "wan" ip saddr %1$s meta l4proto { tcp, udp } th dport 53 accept
        }
        chain leaving {
          type nat hook postrouting priority srcnat; policy accept;
          ip saddr %1$s oifname "wan" masquerade
        }
      }
      """;

  private PopNetwork() {}

  /**
   * Makes the namespace of a POP.
   *
   * @param name the namespace
   * @param address its public address, where devices connect to
   * @param probe its address inside, which answers pings through a tunnel
   */
  public static Namespace create(String name, String address, String probe) {
    Namespace namespace = Namespace.create(name);
    Wan.attach(namespace, address);
    namespace.nameServer(Internet.NAME_SERVER);
    namespace.forward();
    namespace.ip("addr", "add", probe + "/32", "dev", "lo");
    namespace.nft(RULES.formatted(CARRIER, probe));
    return namespace;
  }
}
