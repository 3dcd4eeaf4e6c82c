package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Every algorithm of both phases, rekeyed by the gateway: one device with a tunnel for each, at the
 * POP of short lives, with lifetimes of its own that never come.
 */
@ExtendWith(StackExtension.class)
class GatewayRekeyIT {
  private static final Duration TRY = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> GROUPS =
      List.of("", "-modp2048", "-modp3072", "-modp4096", "-modp8192");

  private final World world;

  GatewayRekeyIT(World world) {
    this.world = world;
  }

  private record Case(Tunnel tunnel, String ike, String esp, String inside) {}

  @Test
  void everyCipherOfBothPhasesIsRekeyedByTheGateway() {
    try (Device device = world.device()) {
      List<Case> cases = cases(device);
      int mark = world.events().seen().size();
      for (Case each : cases) {
        assertThat(device.router().initiate(each.tunnel().site(), TRY).ok())
            .as("%s %s", each.ike(), each.esp())
            .isTrue();
      }
      for (Case each : cases) {
        awaitRekeyed(mark, each, "child");
        awaitRekeyed(mark, each, "ike");
        requirePing(device, each);
        note("Phase 1", each.ike());
        note("Phase 2", each.esp());
      }
      assertThat(device.router().log()).doesNotContain("generating CREATE_CHILD_SA request");
    }
  }

  private List<Case> cases(Device device) {
    List<String> phaseOne = CipherMatrixIT.phaseOne().toList();
    List<Arguments> phaseTwo = CipherMatrixIT.phaseTwo().toList();
    List<Case> cases = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < phaseOne.size(); i++) {
      Object[] cipher = phaseTwo.get(i % phaseTwo.size()).get();
      String inside = "192.168.79." + (i + 1);
      device.routerNamespace().ip("addr", "add", inside + "/32", "dev", "lo");
      String esp = cipher[1] + GROUPS.get(i % GROUPS.size());
      Case each = new Case(world.tunnel((String) cipher[0]), phaseOne.get(i), esp, inside);
      all.append(configuration(device, each));
      cases.add(each);
    }
    world.awaitKnown(cases.getLast().tunnel());
    device.router().load(all.toString());
    return cases;
  }

  private static String configuration(Device device, Case each) {
    return device
        .shortLived(each.tunnel())
        .withIke(each.ike())
        .withEsp(each.esp())
        .configuration()
        .replace(Device.NETWORK + ".0/24", each.inside() + "/32")
        .replace("0.0.0.0/0", Pop.B.probe() + "/32")
        .replace("version = 2", "version = 2\nrekey_time = 0")
        .replace("dpd_action", "rekey_time = 0\ndpd_action");
  }

  private void awaitRekeyed(int mark, Case each, String what) {
    world
        .events()
        .awaitAfter(
            mark,
            LIMIT,
            "of a rekey of " + each,
            e ->
                e.tunnelId() == each.tunnel().id()
                    && e.type() == TunnelEvent.Type.REKEYED
                    && what.equals(e.evidence().get("what")));
  }

  private static void note(String phase, String proposal) {
    InteropReport.passed(
        phase + ", strongSwan 5.9.8, rekeyed by the gateway",
        List.of("proposal", "traffic after the rekey"),
        List.of(proposal, "yes"));
  }

  private static void requirePing(Device device, Case each) {
    String[] ping = {"ping", "-c", "3", "-i", "0.2", "-W", "2", "-I", each.inside()};
    List<String> command = new ArrayList<>(List.of(ping));
    command.add(Pop.B.probe());
    assertThat(device.routerNamespace().attempt(command.toArray(String[]::new)).output())
        .as("%s", each)
        .contains(" 0% packet loss");
  }
}
