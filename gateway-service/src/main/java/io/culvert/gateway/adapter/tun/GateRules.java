package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.app.port.GatePort;
import io.culvert.gateway.core.net.Ipv4Range;
import io.culvert.gateway.core.steer.Gate;
import io.culvert.gateway.core.steer.Probe;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel does with packets of hosts that must log in: DNS passes, web ports go to the
 * proxy, all else is refused at once. It needs {@code nft} and {@code ip}.
 *
 * <p>The web ports are a set in the kernel, of all tenants together. The proxy itself refuses a
 * port that is not its host's tenant's. Were all of TCP given to the proxy, every port would seem
 * open, and hosts that try in vain to reach a mail server would be its work.
 *
 * <p>The probe address of the POP is the proxy's for hosts that may pass, too.
 *
 * @param open the device of hosts that may pass
 * @param gate the device of those that must log in
 * @param carriers their addresses here
 * @param proxyPort where the proxy listens, with IP_TRANSPARENT
 */
public record GateRules(String open, String gate, Ipv4Range carriers, int proxyPort)
    implements GatePort {
  /** On packets that go to the proxy, and on their connections. */
  private static final String MARK = "0xc1";

  /** Of the routing table by which marked packets stay here, and of the rule that leads there. */
  private static final String TABLE = "3129";

  /**
   * {@code %1$s} open, {@code %2$s} gate, {@code %3$s} carriers, {@code %4$d} port, {@code %5$s}
   * mark, {@code %6$d} the probe's port.
   */
  private static final String RULES =
      """
      table ip culvert_gate
      delete table ip culvert_gate
      table ip culvert_gate {
        set web_ports {
          type inet_service
        }
        set probes {
          type ipv4_addr
        }
        chain steer {
          type filter hook prerouting priority mangle; policy accept;
          iifname { "%1$s", "%2$s" } ip daddr @probes tcp dport %6$d tproxy to :%4$d meta mark set %5$s accept
          iifname "%1$s" meta l4proto tcp ct mark %5$s meta mark set %5$s accept
          iifname != "%2$s" accept
          tcp dport 53 accept
          tcp dport @web_ports ct state new ct mark set %5$s
          tcp dport @web_ports tproxy to :%4$d meta mark set %5$s accept
        }
        chain entering {
          type filter hook input priority filter - 10; policy accept;
          iifname != "lo" tcp dport %4$d meta mark != %5$s reject with tcp reset
          iifname != "%2$s" accept
          meta mark %5$s accept
          icmp type echo-request accept
          jump refuse
        }
        chain passing {
          type filter hook forward priority filter - 10; policy accept;
          iifname != "%2$s" accept
          meta l4proto { tcp, udp } th dport 53 accept
          jump refuse
        }
        chain refuse {
          meta l4proto tcp reject with tcp reset
          udp dport 443 reject with icmp type port-unreachable
          reject with icmp type admin-prohibited
        }
        chain leaving {
          type nat hook postrouting priority srcnat + 10; policy accept;
          ip saddr %3$s oifname != { "%1$s", "%2$s", "lo" } masquerade
        }
      }
      """;

  public GateRules {
    TunConfig.checkedName(open);
    TunConfig.checkedName(gate);
    if (proxyPort < 1 || proxyPort > 65_535) {
      throw new IllegalArgumentException("port out of range: " + proxyPort);
    }
  }

  /**
   * Puts the rules into force, in the place of those of a former run; no port is the proxy's yet.
   *
   * @throws IOException if a program is missing or refuses
   */
  public void apply() throws IOException {
    TunSetup.run(List.of("nft", "-f", "-"), ruleset());
    TunSetup.run(
        List.of("ip", "route", "replace", "local", "0.0.0.0/0", "dev", "lo", "table", TABLE));
    try {
      TunSetup.run(List.of("ip", "rule", "del", "priority", TABLE));
    } catch (IOException e) {
      // There was none: this is the first run here.
    }
    TunSetup.run(List.of("ip", "rule", "add", "priority", TABLE, "fwmark", MARK, "lookup", TABLE));
  }

  @Override
  public void steer(Gate wanted) throws IOException {
    TunSetup.run(List.of("nft", "-f", "-"), update(wanted));
  }

  /** The rules as {@code nft} reads them. */
  String ruleset() {
    return RULES.formatted(open, gate, carriers, proxyPort, MARK, Probe.PORT);
  }

  /** One transaction: no packet finds a set empty in between. */
  static String update(Gate wanted) {
    return elements("web_ports", wanted.webPorts().stream().map(String::valueOf))
        + elements("probes", wanted.probe().stream().mapToObj(Ipv4Range::text));
  }

  private static String elements(String set, Stream<String> elements) {
    String list = elements.collect(Collectors.joining(", "));
    return "flush set ip culvert_gate %s\n".formatted(set)
        + (list.isEmpty() ? "" : "add element ip culvert_gate %s { %s }\n".formatted(set, list));
  }
}
