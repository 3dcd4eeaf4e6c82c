package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.standalone.peer.Connection;
import io.culvert.standalone.stack.Pop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every algorithm of both phases with strongSwan, with traffic before and after a rekey. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(StackExtension.class)
class CipherMatrixIT {
  private static final List<String> CIPHERS = List.of("aes128", "aes192", "aes256");
  private static final List<String> HASHES = List.of("sha1", "sha256", "sha384", "sha512");
  private static final List<String> GROUPS =
      List.of("modp2048", "modp3072", "modp4096", "modp8192");
  private static final List<String> PFS =
      List.of("", "-modp2048", "-modp3072", "-modp4096", "-modp8192");

  private final World world;

  CipherMatrixIT(World world) {
    this.world = world;
  }

  /** Each group with each hash, and each cipher with each of both: all pairs. */
  static Stream<String> phaseOne() {
    List<String> proposals = new ArrayList<>();
    for (int group = 0; group < GROUPS.size(); group++) {
      for (int hash = 0; hash < HASHES.size(); hash++) {
        String cipher = CIPHERS.get((group + hash) % CIPHERS.size());
        proposals.add(cipher + "-" + HASHES.get(hash) + "-" + GROUPS.get(group));
      }
    }
    return proposals.stream();
  }

  @ParameterizedTest
  @MethodSource("phaseOne")
  void everyCipherHashAndGroupOfPhaseOneConnectsAndRekeys(String ike) {
    Tunnel tunnel = world.tunnel("AES256-GCM");
    try (Device device = world.device()) {
      Connection connection = device.connection(tunnel).withEsp("aes256gcm16").withIke(ike);
      device.connect(connection);
      device.requirePing(Pop.A.probe());
      assertThat(device.router().rekeyIke(connection.name()).ok()).isTrue();
      device.requirePing(Pop.A.probe());
    }
    InteropReport.passed(
        "Phase 1, strongSwan 5.9.8",
        List.of("proposal", "traffic", "after a rekey by the device"),
        List.of(ike, "yes", "yes"));
  }

  /** Every cipher of a tunnel with the hashes it may have. */
  static Stream<Arguments> phaseTwo() {
    List<Arguments> all = new ArrayList<>();
    for (String hash : HASHES) {
      all.add(Arguments.of("AES128-CBC", "aes128-" + hash));
      all.add(Arguments.of("AES256-CBC", "aes256-" + hash));
      all.add(Arguments.of("Null", "null-" + hash));
    }
    all.add(Arguments.of("AES128-GCM", "aes128gcm16"));
    all.add(Arguments.of("AES192-GCM", "aes192gcm16"));
    all.add(Arguments.of("AES256-GCM", "aes256gcm16"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("phaseTwo")
  void everyCipherOfPhaseTwoCarriesTrafficAndRekeysWithEveryGroup(String cipher, String esp) {
    Tunnel tunnel = world.tunnel(cipher);
    try (Device device = world.device()) {
      for (String group : PFS) {
        Connection connection = device.connection(tunnel).withEsp(esp + group);
        device.connect(connection);
        device.requirePing(Pop.A.probe());
        assertThat(device.router().rekeyChild(connection.name()).ok()).isTrue();
        device.requirePing(Pop.A.probe());
        assertThat(device.router().terminate(connection.name()).ok()).isTrue();
      }
    }
    InteropReport.passed(
        "Phase 2, strongSwan 5.9.8",
        List.of("tunnel", "proposal", "traffic", "after a rekey by the device with PFS group"),
        List.of(cipher, esp, "yes", "none, 14, 15, 16, 18"));
  }
}
