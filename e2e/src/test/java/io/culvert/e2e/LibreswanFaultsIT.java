package io.culvert.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.standalone.stack.Pop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that do it wrong, with libreswan's own faults; another tunnel goes on all the time. */
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibreswanFaultsIT {
  private static final String TITLE = "libreswan 4.10 with faults (--impair)";
  private static final String CHILDLESS = "omit-v2-ike-auth-child";
  private static final String CRITICAL = "unknown-v2-payload-critical";

  /** A negotiation that is not continued is given up after half a minute. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final World world;
  private final Tunnel tunnel;
  private final Device bystander;

  LibreswanFaultsIT(World world) {
    this.world = world;
    this.tunnel = world.tunnel("AES256-GCM");
    this.bystander = world.device();
  }

  @BeforeAll
  void another() {
    world.awaitKnown(tunnel);
    Tunnel other = world.tunnel("AES256-GCM");
    world.awaitKnown(other);
    bystander.connect(bystander.connection(other).withEsp("aes256gcm16"));
  }

  @AfterEach
  void theOtherTunnelIsAsItWas() {
    bystander.requirePing(Pop.A.probe());
    assertThat(bystander.router().listSas()).contains("#1, ESTABLISHED");
  }

  @AfterAll
  void end() {
    bystander.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jacob-two-two",
        "replay-duplicates",
        "replay-forward",
        "replay-backward",
        "replay-encrypted",
        "drop-outgoing:1",
        "drop-outgoing:2",
        "drop-incoming:1",
        "drop-incoming:2",
        "send-bogus-isakmp-flag",
        "send-bogus-payload-flag",
        "send-nonzero-reserved",
        "send-nonzero-reserved-id",
        "send-no-idr",
        "minor-version-bump",
        "ikev2-add-ike-transform:65540",
        "add-unknown-v2-payload-to:IKE_SA_INIT",
        "add-unknown-v2-payload-to:IKE_AUTH",
        "add-unknown-v2-payload-to-sk:IKE_AUTH"
      })
  void whatIsHarmlessDoesNotMatter(String fault) {
    int mark = world.events().seen().size();
    try (Libreswan device = faulty(CHILDLESS, fault)) {
      device.awaitLog("initiator established IKE SA; authenticated peer");
      awaitEvent(mark, device, TunnelEvent.Type.ESTABLISHED);
      assertThat(device.established()).isTrue();
      device.terminate();
      assertThat(awaitEvent(mark, device, TunnelEvent.Type.CLOSED).reason())
          .isEqualTo("peer-deleted");
    }
    note(fault, "connects");
  }

  /** Each fault with the answer it gets, empty for none, and the reason of the event. */
  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("major-version-bump", "INVALID_MAJOR_VERSION", "version-unsupported"),
        Arguments.of("ike-initiator-spi:0", "", "invalid-message"),
        Arguments.of("ke-payload:OMIT", "", "invalid-message"),
        Arguments.of("ke-payload:EMPTY", "", "invalid-message"),
        Arguments.of("ke-payload:0", "", "invalid-message"),
        Arguments.of("ke-payload:255", "", "invalid-message"),
        Arguments.of(
            "ike-key-length-attribute:OMIT", "NO_PROPOSAL_CHOSEN", "proposal-mismatch-ike"),
        Arguments.of("ike-key-length-attribute:77", "NO_PROPOSAL_CHOSEN", "proposal-mismatch-ike"),
        Arguments.of("ike-key-length-attribute:DUPLICATE", "", "invalid-message"),
        Arguments.of("v2-proposal-integ:omit", "NO_PROPOSAL_CHOSEN", "proposal-mismatch-ike"),
        Arguments.of("v2-proposal-dh:omit", "NO_PROPOSAL_CHOSEN", "proposal-mismatch-ike"),
        Arguments.of("send-no-ikev2-auth", "", "negotiation-abandoned"),
        Arguments.of(
            "force-v2-auth-method:NULL", "AUTHENTICATION_FAILED", "auth-method-unsupported"),
        Arguments.of(
            CRITICAL + " add-unknown-v2-payload-to:IKE_SA_INIT",
            "UNSUPPORTED_CRITICAL_PAYLOAD",
            "invalid-message"),
        Arguments.of(
            CRITICAL + " add-unknown-v2-payload-to:IKE_AUTH",
            "UNSUPPORTED_CRITICAL_PAYLOAD",
            "invalid-message"),
        Arguments.of(
            CRITICAL + " add-unknown-v2-payload-to-sk:IKE_AUTH",
            "UNSUPPORTED_CRITICAL_PAYLOAD",
            "invalid-message"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsWrongIsRefusedWithAnAnswerOrInSilence(String faults, String answer, String reason) {
    int mark = world.events().seen().size();
    List<String> all = new ArrayList<>(List.of(CHILDLESS));
    all.addAll(List.of(faults.split(" ")));
    try (Libreswan device = faulty(all.toArray(String[]::new))) {
      TunnelEvent event = awaitEvent(mark, device, TunnelEvent.Type.FAILED);
      assertThat(event.reason()).isEqualTo(reason);
      assertThat(event.remedy()).isNotBlank();
      if (answer.isEmpty()) {
        assertThat(device.log()).doesNotContain("_PAYLOAD").doesNotContain("CHOSEN");
      } else {
        device.awaitLog(answer);
      }
      assertThat(device.established()).isFalse();
    }
    note(faults, (answer.isEmpty() ? "no answer" : answer) + "; " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"child-key-length-attribute:OMIT", "child-key-length-attribute:77"})
  void aChildThatCannotBeIsRefusedAndTheIkeSaStays(String fault) {
    int mark = world.events().seen().size();
    try (Libreswan device = faulty(fault)) {
      assertThat(awaitEvent(mark, device, TunnelEvent.Type.FAILED).reason())
          .isEqualTo("proposal-mismatch-child");
      device.awaitLog("rejected Child SA with NO_PROPOSAL_CHOSEN");
      assertThat(device.established()).isTrue();
    }
    note(fault, "NO_PROPOSAL_CHOSEN, the IKE SA stays; proposal-mismatch-child");
  }

  private Libreswan faulty(String... faults) {
    Libreswan device = world.libreswan();
    device.load(tunnel, Pop.A.address(), "aes256-sha2_256;modp2048", "aes_gcm256");
    device.impair(faults);
    device.initiate();
    return device;
  }

  private TunnelEvent awaitEvent(int mark, Libreswan device, TunnelEvent.Type type) {
    return world
        .events()
        .awaitAfter(
            mark,
            LIMIT,
            type + " from " + device.address() + ": " + device.log(),
            e -> e.type() == type && e.evidence().toString().contains(device.address()));
  }

  private static void note(String fault, String seen) {
    InteropReport.passed(TITLE, List.of("fault", "seen"), List.of(fault, seen));
  }
}
