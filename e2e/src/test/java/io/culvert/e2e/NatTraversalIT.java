package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.Wan;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.peer.StrongSwan;
import io.culvert.standalone.stack.Await;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device behind somebody else's address translation, which also changes its ports. */
@ExtendWith(StackExtension.class)
class NatTraversalIT {
  private static final String INSIDE = "10.9.9.2";

  // Random ports: the gateway must answer to where packets come from, not to 4500.
  private static final String RULES =
      """
      table ip nat {
        chain leaving {
          type nat hook postrouting priority srcnat; policy accept;
          oifname "wan" meta l4proto udp masquerade to :20000-40000 random
        }
      }
      """;

  private final World world;

  NatTraversalIT(World world) {
    this.world = world;
  }

  @Test
  void aDeviceBehindAddressTranslationConnectsAndItsTrafficFlows() {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (PublicAddress outside = PublicAddress.take();
        Namespace nat = nat(outside);
        Namespace inside = inside(nat);
        StrongSwan router = StrongSwan.start(world.stack().state(), inside)) {
      Connection connection =
          Connection.of(
                  tunnel.site(),
                  INSIDE,
                  Pop.A.address(),
                  tunnel.identity(),
                  tunnel.psk(),
                  INSIDE + "/32")
              .withEsp("aes256gcm16");
      router.load(connection);
      Await.until(
          "no connection through the translation",
          Duration.ofSeconds(30),
          null,
          () -> router.initiate(connection.name(), Duration.ofSeconds(10)).ok());
      assertThat(router.log()).contains("local host is behind NAT");
      assertThat(router.listSas()).contains("TUNNEL-in-UDP");
      for (String target : List.of(Pop.A.probe(), WebSite.ADDRESS)) {
        assertThat(inside.attempt("ping", "-c", "3", "-i", "0.2", "-I", INSIDE, target).output())
            .contains(" 0% packet loss");
      }
    }
  }

  private static Namespace nat(PublicAddress outside) {
    Namespace nat = Namespace.create(Namespace.PREFIX + "e2e-nat");
    Wan.attach(nat, outside.value());
    nat.forward();
    nat.nft(RULES);
    return nat;
  }

  private static Namespace inside(Namespace nat) {
    Namespace inside = Namespace.create(Namespace.PREFIX + "e2e-nat-in");
    Wan.cable(nat, "lan", inside, "uplink");
    nat.ip("addr", "add", "10.9.9.1/24", "dev", "lan");
    inside.ip("addr", "add", INSIDE + "/24", "dev", "uplink");
    inside.ip("route", "add", "default", "via", "10.9.9.1");
    return inside;
  }
}
