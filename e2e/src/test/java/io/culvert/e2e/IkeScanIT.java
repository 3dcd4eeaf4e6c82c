package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stranger with ike-scan sees of a gateway. */
@ExtendWith(StackExtension.class)
class IkeScanIT {
  private static final String TRANSFORMS =
      "SA=(Encr=AES_CBC,KeyLength=256 Prf=HMAC_SHA1 Integ=HMAC_SHA1_96 DH_Group=14:modp2048)";

  private final World world;

  IkeScanIT(World world) {
    this.world = world;
  }

  @Test
  void itsProposalIsAnsweredWithOurTransforms() {
    try (Router scanner = world.router()) {
      assertThat(scan(scanner, "-2", "--dhgroup=14"))
          .contains("IKEv2 SA_INIT Handshake returned", TRANSFORMS);
    }
    note("IKEv2, key exchange of group 14", TRANSFORMS);
  }

  @Test
  void anotherGroupIsAskedForInsteadOfAWeakOne() {
    try (Router scanner = world.router()) {
      assertThat(scan(scanner, "-2", "--dhgroup=2")).contains("17 (INVALID_KE_PAYLOAD)");
    }
    note("IKEv2, key exchange of group 2", "INVALID_KE_PAYLOAD");
  }

  @Test
  void versionOneIsNotAnswered() {
    try (Router scanner = world.router()) {
      assertThat(scan(scanner, "--retry=1")).contains("0 returned handshake; 0 returned notify");
      TunnelEvent event =
          world
              .events()
              .awaitAfter(
                  0,
                  Duration.ofSeconds(20),
                  "about IKE version 1",
                  e ->
                      "version-unsupported".equals(e.reason())
                          && e.evidence().toString().contains(scanner.address()));
      assertThat(event.evidence()).containsEntry("offered", "IKE version 1");
    }
    note("IKEv1", "no answer; version-unsupported");
  }

  private static String scan(Router scanner, String... options) {
    List<String> command = new java.util.ArrayList<>(List.of("ike-scan", "-M"));
    command.addAll(List.of(options));
    command.add(Pop.A.address());
    return scanner.namespace().run(command.toArray(String[]::new));
  }

  private static void note(String scan, String seen) {
    InteropReport.passed("ike-scan 1.9.5", List.of("scan", "seen"), List.of(scan, seen));
  }
}
