package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.engine.RekeyLab.Kind;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rekeys of a child SA that cross its Delete, or what happens to the IKE SA (RFC 7296 §2.25.1),
 * with messages lost and late. In the flows, O is the old child SA and A what a's exchange makes.
 */
class ChildDeleteCollisionTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMillis(2500);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deleteCrossesARekeyOfTheSameChild(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   D(O) ─►                   ◄─ N(REKEY_SA O)
    //   N(TEMPORARY_FAILURE) ─►   ◄─ D(O)
    lab.deletesChild(lab.a).rekeysChild(lab.b);

    lab.assertNoChild();
    assertThat(lab.messages()).isGreaterThanOrEqualTo(4);
    assertThat(lab.b.reasons()).containsExactly("peer-deleted");
    assertThat(lab.b.events.getLast().type()).isEqualTo(TunnelEvent.Type.CLOSED);
  }

  @ParameterizedTest
  @CsvSource({"true, DELETE", "true, DELETE_ANSWER", "false, DELETE", "false, DELETE_ANSWER"})
  void deleteThatIsLateCrossesARekey(boolean gatewayIsA, Kind kind) {
    for (Duration delay : new Duration[] {SHORT, LONG}) {
      RekeyLab lab = new RekeyLab(gatewayIsA);

      lab.late(kind == Kind.DELETE ? lab.a : lab.b, kind, delay);
      lab.deletesChild(lab.a).rekeysChild(lab.b);

      lab.assertNoChild();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, CREATE", "true, CREATE_ANSWER", "false, CREATE", "false, CREATE_ANSWER"})
  void rekeyThatIsLateOrLostCrossesADelete(boolean gatewayIsA, Kind kind) {
    for (int i = 0; i < 3; i++) {
      RekeyLab lab = new RekeyLab(gatewayIsA);
      End from = kind == Kind.CREATE ? lab.b : lab.a;

      //   D(O) ─►   ◄─ N(REKEY_SA O), late         a knows no O: N(CHILD_SA_NOT_FOUND)
      switch (i) {
        case 0 -> lab.late(from, kind, SHORT);
        case 1 -> lab.late(from, kind, LONG);
        default -> lab.lost(from, kind);
      }
      lab.deletesChild(lab.a).rekeysChild(lab.b);

      lab.assertNoChild();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deleteOrderedDuringARekeyTakesTheNewChildToo(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   N(REKEY_SA O) ─►   ◄─ SA A    D(O), D(A) ─►
    lab.rekeysChild(lab.a).deletesChild(lab.a);

    lab.assertNoChild();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rekeyOfTheChildCrossesARekeyOfTheIkeSaAndBothAreTriedAgain(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    int old = lab.a.onlyChild().inboundSpi();

    //   N(REKEY_SA O)        ─►   ◄─ SA, Ni, KEi
    //   N(TEMPORARY_FAILURE) ─►   ◄─ N(TEMPORARY_FAILURE)
    lab.rekeysChild(lab.a).rekeysIke(lab.b);
    lab.lab.settle();
    assertThat(lab.messages()).isEqualTo(4);
    assertThat(lab.a.onlyChild().inboundSpi()).isEqualTo(old);

    lab.assertOneTunnel();
    assertThat(lab.a.onlyChild().inboundSpi()).isNotEqualTo(old);
    assertThat(lab.b.events)
        .anySatisfy(event -> assertThat(event.evidence()).containsEntry("what", "ike"));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void rekeyOfTheChildReachesAnIkeSaThatIsReplaced(boolean gatewayIsA, boolean answerIsLate) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   SA, Ni, KEi   ─►   ◄─ N(REKEY_SA O)            whose answer or which itself is late
    lab.late(answerIsLate ? lab.a : lab.b, answerIsLate ? Kind.CREATE_ANSWER : Kind.CREATE, SHORT);
    lab.rekeysIke(lab.a).rekeysChild(lab.b);

    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rekeyOfTheChildCrossesTheEndOfTheIkeSa(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    lab.traffic.mayBreak();

    //   N(REKEY_SA O) ─►   ◄─ D(IKE)
    lab.rekeysChild(lab.a);
    lab.lab.give(lab.b, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));

    lab.assertNothing();
    assertThat(lab.a.reasons()).containsExactly("peer-deleted");
    assertThat(lab.b.reasons()).containsExactly("gateway-shutdown");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childThatTheOtherEndNoLongerHasIsMadeAnew(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    lab.traffic.mayBreak();

    //                    ◄─ D(O), late
    //   N(REKEY_SA O) ─►   ◄─ N(CHILD_SA_NOT_FOUND)
    //   SA, TSi, TSr  ─►   ◄─ SA A
    lab.late(lab.b, Kind.DELETE, SHORT);
    lab.lab.give(lab.b, new Input.ExpireChild(lab.b.onlyChild().inboundSpi()));
    lab.rekeysChild(lab.a);
    lab.lab.settle();

    lab.lab.assertChildrenMatch();
    lab.traffic.flows();
    assertThat(lab.a.children).hasSize(1);
    assertThat(lab.b.reasons()).containsExactly("lifetime-expired");
    assertThat(lab.b.eventTypes())
        .containsExactly(
            TunnelEvent.Type.ESTABLISHED, TunnelEvent.Type.CLOSED, TunnelEvent.Type.ESTABLISHED);
  }
}
