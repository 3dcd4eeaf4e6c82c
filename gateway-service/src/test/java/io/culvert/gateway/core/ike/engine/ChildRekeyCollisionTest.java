package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.engine.RekeyLab.Kind;
import io.culvert.gateway.core.ike.engine.RekeyLab.Lowest;
import io.culvert.gateway.core.ike.task.ChildSaInstall.Sending;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rekeys of a child SA that cross each other (RFC 7296 §2.8.1, §2.25.1), with messages lost and
 * late. In the flows, O is the old child SA, A what a's exchange makes and B what b's makes. After
 * every step of either engine, either end has an SA to send by that the other end has too.
 */
class ChildRekeyCollisionTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMillis(2500);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oldChildCarriesTrafficUntilTheNewOneIsProven(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    int oldOfB = lab.traffic.spi(lab.b);

    //   N(REKEY_SA O) ─►   ◄─ SA A         b has A but does not know that a has it
    lab.late(lab.b, Kind.CREATE_ANSWER, SHORT).rekeysChild(lab.a);
    lab.lab.run(Duration.ofMillis(100));
    assertThat(lab.b.children).hasSize(2);
    assertThat(lab.traffic.spi(lab.b)).isEqualTo(oldOfB);
    lab.traffic.flows();
    assertThat(lab.traffic.spi(lab.b)).isEqualTo(oldOfB);

    //   the answer arrives; a packet by A does before a's Delete of O
    lab.late(lab.a, Kind.DELETE, LONG);
    lab.lab.run(SHORT);
    assertThat(lab.b.children).hasSize(2);
    lab.traffic.flows(lab.a);
    assertThat(lab.traffic.spi(lab.b)).isNotEqualTo(oldOfB);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deleteOfTheOldChildProvesTheNewOneToo(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    int oldOfB = lab.traffic.spi(lab.b);

    //   N(REKEY_SA O) ─►   ◄─ SA A
    //   D(O)          ─►   ◄─ D(O)
    lab.late(lab.a, Kind.DELETE, SHORT).rekeysChild(lab.a);
    lab.lab.run(Duration.ofMillis(100));
    assertThat(lab.traffic.spi(lab.b)).isEqualTo(oldOfB);
    lab.lab.run(SHORT);

    assertThat(lab.traffic.spi(lab.b)).isEqualTo(lab.b.onlyChild().outboundSpi());
    assertThat(lab.messages()).isEqualTo(4);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @CsvSource({"true, CREATE", "true, CREATE_ANSWER", "false, CREATE", "false, CREATE_ANSWER"})
  void lostMessageOfARekeyDelaysItOnly(boolean gatewayIsA, Kind kind) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    lab.lost(kind == Kind.CREATE ? lab.a : lab.b, kind).rekeysChild(lab.a);

    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endThatGrantedARekeyDoesNotRekeyTheOldChildAgain(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    int old = lab.b.onlyChild().inboundSpi();

    //   N(REKEY_SA O) ─►   ◄─ SA A    D(O) is late, and b's soft lifetime of O ends
    lab.late(lab.a, Kind.DELETE, SHORT).rekeysChild(lab.a);
    lab.lab.run(Duration.ofMillis(100));
    lab.lab.give(lab.b, new Input.RekeyChild(old));
    lab.lab.settle();

    assertThat(lab.messages()).isEqualTo(4);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndTheLowestNonceLoses(Lowest lowest) {
    for (boolean gatewayIsA : new boolean[] {true, false}) {
      RekeyLab lab = new RekeyLab(gatewayIsA).lowest(lowest, 1);

      //   N(REKEY_SA O), Ni1 ─►   ◄─ N(REKEY_SA O), Ni2
      //   SA B, Nr2          ─►   ◄─ SA A, Nr1
      //   D(A) or D(O)       ─►   ◄─ D(O) or D(B)
      //                      ─►   ◄─
      lab.rekeysChild(lab.a).rekeysChild(lab.b);
      lab.lab.settle();

      assertThat(lab.messages()).isEqualTo(8);
      assertWinner(lab, lowest);
      lab.assertOneTunnel();
      assertThat(lab.a.eventTypes()).filteredOn(TunnelEvent.Type.REKEYED::equals).hasSize(1);
    }
  }

  private static void assertWinner(RekeyLab lab, Lowest lowest) {
    End winner = lowest.aLoses ? lab.b : lab.a;
    End loser = lowest.aLoses ? lab.a : lab.b;
    assertThat(winner.onlyChild().sending()).isEqualTo(Sending.AT_ONCE);
    assertThat(loser.onlyChild().sending()).isEqualTo(Sending.ONCE_PROVEN);
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndOneAnswerIsLate(Lowest lowest) {
    for (boolean gatewayIsA : new boolean[] {true, false}) {
      for (Duration delay : new Duration[] {SHORT, LONG}) {
        RekeyLab lab = new RekeyLab(gatewayIsA).lowest(lowest, 1);

        //   N(REKEY_SA O) ─►   ◄─ N(REKEY_SA O)
        //   SA B          ─►
        //                      ◄─ D(B) or D(O)        b has decided, a does not know yet
        //                      ◄─ SA A, late or repeated
        lab.late(lab.b, Kind.CREATE_ANSWER, delay).rekeysChild(lab.a).rekeysChild(lab.b);
        lab.lab.run(Duration.ofSeconds(10));

        assertWinner(lab, lowest);
        lab.assertOneTunnel();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndOneAnswerIsLost(Lowest lowest) {
    for (boolean gatewayIsA : new boolean[] {true, false}) {
      RekeyLab lab = new RekeyLab(gatewayIsA).lowest(lowest, 1);

      lab.lost(lab.b, Kind.CREATE_ANSWER).rekeysChild(lab.a).rekeysChild(lab.b);
      lab.lab.run(Duration.ofSeconds(10));

      assertWinner(lab, lowest);
      lab.assertOneTunnel();
    }
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndBothDeletesAreLost(Lowest lowest) {
    RekeyLab lab = new RekeyLab(true).lowest(lowest, 1);

    lab.lost(lab.a, Kind.DELETE).lost(lab.b, Kind.DELETE);
    lab.rekeysChild(lab.a).rekeysChild(lab.b);

    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @CsvSource({"true, 20", "false, 20", "true, 300", "false, 300"})
  void rekeyIsFinishedBeforeTheOtherEndsRequestArrives(boolean gatewayIsA, int millis) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   N(REKEY_SA O), late ─►   ◄─ N(REKEY_SA O)
    //   SA B                ─►   ◄─ D(O)
    //   D(O)                ─►
    //        … it arrives        ◄─ N(CHILD_SA_NOT_FOUND), which a ignores
    lab.late(lab.a, Kind.CREATE, Duration.ofMillis(millis)).rekeysChild(lab.a).rekeysChild(lab.b);
    lab.lab.settle();

    assertThat(lab.b.onlyChild().sending()).isEqualTo(Sending.AT_ONCE);
    assertThat(lab.messages()).isEqualTo(6);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherEndsRequestArrivesWhileTheOldChildIsBeingDeleted(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   N(REKEY_SA O), late ─►   ◄─ N(REKEY_SA O)
    //   SA B                ─►   ◄─ D(O), lost
    //        … it arrives        ◄─ N(TEMPORARY_FAILURE), which a ignores
    //                            ◄─ D(O)
    lab.late(lab.a, Kind.CREATE, SHORT).lost(lab.b, Kind.DELETE);
    lab.rekeysChild(lab.a).rekeysChild(lab.b);
    lab.lab.run(Duration.ofSeconds(3));

    assertThat(lab.b.onlyChild().sending()).isEqualTo(Sending.AT_ONCE);
    assertThat(lab.messages()).isEqualTo(7);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothRekeyAtOnceAndOneRequestIsLost(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    lab.lost(lab.a, Kind.CREATE).rekeysChild(lab.a).rekeysChild(lab.b);
    lab.lab.run(Duration.ofSeconds(3));

    assertThat(lab.b.onlyChild().sending()).isEqualTo(Sending.AT_ONCE);
    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newChildIsRekeyedWhileTheRequestForTheOldOneIsStillOut(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   N(REKEY_SA O), late ─►   ◄─ N(REKEY_SA O), SA B, D(O), N(REKEY_SA B)
    lab.late(lab.a, Kind.CREATE, Duration.ofMillis(900)).rekeysChild(lab.a).rekeysChild(lab.b);
    lab.lab.run(SHORT);
    lab.rekeysChild(lab.b);

    lab.assertOneTunnel();
  }
}
