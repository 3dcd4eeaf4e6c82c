package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.task.IkeConfig;
import io.culvert.gateway.core.ike.task.InitiatorProfile;
import io.culvert.gateway.core.wire.ExchangeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A connected tunnel of which a test directs who draws the lowest nonce and which message is lost
 * or late. {@code a} and {@code b} are its ends, so that each scenario is played from both.
 */
final class RekeyLab {
  /** The four nonces of two exchanges that cross: each end's request and response. */
  enum Lowest {
    REQUEST_OF_A(true),
    RESPONSE_OF_B(true),
    REQUEST_OF_B(false),
    RESPONSE_OF_A(false);

    /**
     * Whether it is in the exchange that a began, which makes what that exchange made redundant.
     */
    final boolean aLoses;

    Lowest(boolean aLoses) {
      this.aLoses = aLoses;
    }
  }

  /** Kinds of messages that a rule can be about. */
  enum Kind {
    CREATE(ExchangeType.CREATE_CHILD_SA, false),
    CREATE_ANSWER(ExchangeType.CREATE_CHILD_SA, true),
    DELETE(ExchangeType.INFORMATIONAL, false),
    DELETE_ANSWER(ExchangeType.INFORMATIONAL, true);

    private final ExchangeType exchange;
    private final boolean response;

    Kind(ExchangeType exchange, boolean response) {
      this.exchange = exchange;
      this.response = response;
    }

    private boolean is(Lab.Packet packet) {
      return packet.data().get(18) == exchange.value()
          && (packet.data().get(19) & 0x20) != 0 == response;
    }
  }

  private record Rule(End from, Kind kind, Duration delay) {}

  private static final Duration LOST = Duration.ofNanos(-1);

  final Lab lab;
  final Traffic traffic;
  final End a;
  final End b;
  private final List<Rule> rules = new ArrayList<>();

  /** With the gateway as a, or the device. */
  RekeyLab(boolean gatewayIsA) {
    this(gatewayIsA, Lab.profile(), IkeConfig.standard());
  }

  RekeyLab(boolean gatewayIsA, InitiatorProfile profile, IkeConfig deviceConfig) {
    lab = new Lab(IkeConfig.standard(), deviceConfig, 1);
    traffic = new Traffic(lab);
    a = gatewayIsA ? lab.gateway : lab.device;
    b = gatewayIsA ? lab.device : lab.gateway;
    lab.connect(profile);
    lab.trace.clear();
    lab.network = this::carry;
    traffic.mustNeverBreak();
  }

  /** Both ends make a request and an answer; each draws {@code draws} times for either. */
  RekeyLab lowest(Lowest lowest, int draws) {
    for (int i = 0; i < draws; i++) {
      dice(a).load(lowest == Lowest.REQUEST_OF_A ? 0 : 0x90);
      dice(b).load(lowest == Lowest.REQUEST_OF_B ? 0 : 0x91);
    }
    for (int i = 0; i < draws; i++) {
      dice(a).load(lowest == Lowest.RESPONSE_OF_A ? 0 : 0x92);
      dice(b).load(lowest == Lowest.RESPONSE_OF_B ? 0 : 0x93);
    }
    return this;
  }

  private Dice dice(End end) {
    return end == lab.gateway ? lab.gatewayDice : lab.deviceDice;
  }

  /** The next such message of that end is lost. */
  RekeyLab lost(End from, Kind kind) {
    rules.add(new Rule(from, kind, LOST));
    return this;
  }

  /** The next such message of that end takes so much longer. */
  RekeyLab late(End from, Kind kind, Duration delay) {
    rules.add(new Rule(from, kind, delay));
    return this;
  }

  private List<Lab.Packet> carry(Lab.Packet packet) {
    End from = packet.toGateway() ? lab.device : lab.gateway;
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (rule.from() == from && rule.kind().is(packet)) {
        each.remove();
        return rule.delay().equals(LOST)
            ? List.of()
            : List.of(packet.later(rule.delay().toNanos()));
      }
    }
    return List.of(packet);
  }

  /** That end rekeys its child SA. */
  RekeyLab rekeysChild(End end) {
    lab.give(end, new Input.RekeyChild(end.children.keySet().iterator().next()));
    return this;
  }

  RekeyLab deletesChild(End end) {
    traffic.mayBreak();
    lab.give(end, new Input.DeleteChild(end.children.keySet().iterator().next()));
    return this;
  }

  RekeyLab rekeysIke(End end) {
    lab.give(end, new Input.RekeyIke(Lab.TUNNEL));
    return this;
  }

  /** How many messages both ends have sent since they connected. */
  int messages() {
    return lab.trace.size();
  }

  private void waitForAll() {
    lab.run(Duration.ofSeconds(100));
    assertThat(rules).as("rules that no message met").isEmpty();
  }

  /** In the end one child SA and one IKE SA are left, and nobody noticed anything. */
  void assertOneTunnel() {
    waitForAll();
    lab.gateway.onlyChild();
    lab.assertChildrenMatch();
    traffic.flows();
    traffic.flows();
    assertThat(traffic.spi(a)).isEqualTo(a.onlyChild().outboundSpi());
    for (End end : List.of(a, b)) {
      assertThat(end.engine.snapshot().ikeSas()).isEqualTo(1);
      assertThat(end.engine.snapshot().childSas()).isEqualTo(1);
      assertThat(end.reasons()).isEmpty();
      assertThat(end.eventTypes()).doesNotContain(TunnelEvent.Type.CLOSED, TunnelEvent.Type.FAILED);
    }
  }

  /** Both IKE SAs live, and neither end has a child SA. */
  void assertNoChild() {
    waitForAll();
    for (End end : List.of(a, b)) {
      assertThat(end.children).isEmpty();
      assertThat(end.engine.snapshot().ikeSas()).isEqualTo(1);
      assertThat(end.engine.snapshot().childSas()).isZero();
    }
  }

  /** Nothing is left of the connection at either end. */
  void assertNothing() {
    waitForAll();
    for (End end : List.of(a, b)) {
      assertThat(end.children).isEmpty();
      assertThat(end.engine.snapshot().ikeSas()).isZero();
      assertThat(end.engine.snapshot().childSas()).isZero();
    }
  }
}
