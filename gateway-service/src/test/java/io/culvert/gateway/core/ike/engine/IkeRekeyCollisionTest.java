package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.TunnelEvent;
import io.culvert.gateway.core.ike.engine.RekeyLab.Kind;
import io.culvert.gateway.core.ike.engine.RekeyLab.Lowest;
import io.culvert.gateway.core.ike.task.ChildSaInstall;
import io.culvert.gateway.core.ike.task.Reason;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rekeys of the IKE SA that cross another, a Delete, or work on its child SAs (RFC 7296 §2.8.2,
 * §2.25.2), with messages lost and late. In the flows, O is the old IKE SA, A what a's exchange
 * makes and B what b's makes. Whatever happens, the child SA stays and carries traffic.
 */
class IkeRekeyCollisionTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMillis(2500);

  /** How often an end draws 32 octets for a request or an answer: exponent and nonce. */
  private static final int DRAWS = 2;

  @ParameterizedTest
  @CsvSource({
    "true, CREATE",
    "true, CREATE_ANSWER",
    "true, DELETE",
    "true, DELETE_ANSWER",
    "false, CREATE",
    "false, CREATE_ANSWER",
    "false, DELETE",
    "false, DELETE_ANSWER"
  })
  void lostMessageOfARekeyDelaysItOnly(boolean gatewayIsA, Kind kind) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    boolean request = kind == Kind.CREATE || kind == Kind.DELETE;

    lab.lost(request ? lab.a : lab.b, kind).rekeysIke(lab.a);

    lab.assertOneTunnel();
    assertInitiator(lab, lab.a);
  }

  /** The end whose exchange made the IKE SA that is left is its original initiator. */
  private static void assertInitiator(RekeyLab lab, End expected) {
    lab.lab.trace.clear();
    lab.lab.give(lab.a, new Input.Probe(Lab.TUNNEL));
    assertThat((lab.lab.trace.getFirst().data().get(19) & 0x08) != 0).isEqualTo(expected == lab.a);
    lab.lab.settle();
    assertThat(lab.messages()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndTheLowestNonceLoses(Lowest lowest) {
    for (boolean gatewayIsA : new boolean[] {true, false}) {
      RekeyLab lab = new RekeyLab(gatewayIsA).lowest(lowest, DRAWS);
      ChildSaInstall child = lab.a.onlyChild();

      //   SA, Ni1, KEi             ─►   ◄─ SA, Ni2, KEi
      //   SA, Nr2, KEr             ─►   ◄─ SA, Nr1, KEr
      //   D in O, or D in A        ─►   ◄─ D in B, or D in O
      //                            ─►   ◄─
      lab.rekeysIke(lab.a).rekeysIke(lab.b);
      lab.lab.settle();

      assertThat(lab.messages()).isEqualTo(8);
      assertThat(lab.a.onlyChild()).isEqualTo(child);
      lab.assertOneTunnel();
      assertInitiator(lab, lowest.aLoses ? lab.b : lab.a);
      assertThat(lab.a.eventTypes()).filteredOn(TunnelEvent.Type.REKEYED::equals).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndOneAnswerIsLate(Lowest lowest) {
    for (boolean gatewayIsA : new boolean[] {true, false}) {
      for (Duration delay : new Duration[] {SHORT, LONG}) {
        RekeyLab lab = new RekeyLab(gatewayIsA).lowest(lowest, DRAWS);

        //   SA, Ni1 ─►   ◄─ SA, Ni2
        //   SA, Nr2 ─►
        //                ◄─ D in B, or D in O        b has decided, a has not
        //                ◄─ SA, Nr1, late or repeated
        lab.late(lab.b, Kind.CREATE_ANSWER, delay).rekeysIke(lab.a).rekeysIke(lab.b);

        lab.assertOneTunnel();
        assertInitiator(lab, lowest.aLoses ? lab.b : lab.a);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndMessagesAreLost(Lowest lowest) {
    for (Kind kind : new Kind[] {Kind.CREATE_ANSWER, Kind.DELETE, Kind.DELETE_ANSWER}) {
      RekeyLab lab = new RekeyLab(true).lowest(lowest, DRAWS);

      lab.lost(lab.a, kind).lost(lab.b, kind).rekeysIke(lab.a).rekeysIke(lab.b);

      lab.assertOneTunnel();
      assertInitiator(lab, lowest.aLoses ? lab.b : lab.a);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rekeyIsFinishedBeforeTheOtherEndsRequestArrives(boolean gatewayIsA) {
    for (Duration delay : new Duration[] {SHORT, LONG}) {
      RekeyLab lab = new RekeyLab(gatewayIsA);

      //   SA, Ni1, late ─►   ◄─ SA, Ni2
      //   SA, Nr2       ─►   ◄─ D in O, and a forgets its request
      //                 ─►
      lab.late(lab.a, Kind.CREATE, delay).rekeysIke(lab.a).rekeysIke(lab.b);

      lab.assertOneTunnel();
      assertInitiator(lab, lab.b);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherEndsRequestArrivesWhileTheOldIkeSaIsBeingDeleted(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   SA, Ni1, late ─►   ◄─ SA, Ni2
    //   SA, Nr2       ─►   ◄─ D in O, lost
    //   … it arrives       ◄─ N(TEMPORARY_FAILURE)     so b has not noticed, and B it is
    //                      ◄─ D in O
    lab.late(lab.a, Kind.CREATE, SHORT).lost(lab.b, Kind.DELETE);
    lab.rekeysIke(lab.a).rekeysIke(lab.b);

    lab.assertOneTunnel();
    assertInitiator(lab, lab.b);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothRekeyAtOnceAndOneRequestIsLost(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    lab.lost(lab.a, Kind.CREATE).rekeysIke(lab.a).rekeysIke(lab.b);

    lab.assertOneTunnel();
    assertInitiator(lab, lab.b);
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void winnerUsesTheNewIkeSaBeforeTheOtherEndKnowsOfIt(Lowest lowest) {
    RekeyLab lab = new RekeyLab(true).lowest(lowest, DRAWS);

    //   as above; the answer to a is late, and b rekeys the child SA at once in what it took for
    // new
    lab.late(lab.b, Kind.CREATE_ANSWER, SHORT).rekeysIke(lab.a).rekeysIke(lab.b);
    lab.lab.run(Duration.ofMillis(50));
    lab.rekeysChild(lab.b);

    lab.assertOneTunnel();
  }

  @ParameterizedTest
  @CsvSource({"true, CREATE", "true, CREATE_ANSWER", "false, CREATE", "false, CREATE_ANSWER"})
  void rekeyCrossesTheEndOfTheIkeSa(boolean gatewayIsA, Kind late) {
    for (Duration delay : new Duration[] {Duration.ZERO, SHORT, LONG}) {
      RekeyLab lab = new RekeyLab(gatewayIsA);
      lab.traffic.mayBreak();

      //   SA, Ni ─►   ◄─ D in O
      lab.late(late == Kind.CREATE ? lab.a : lab.b, late, delay).rekeysIke(lab.a);
      lab.lab.give(lab.b, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));

      lab.assertNothing();
      assertThat(lab.a.reasons()).containsExactly("peer-deleted");
    }
  }

  @ParameterizedTest
  @EnumSource(Lowest.class)
  void bothRekeyAtOnceAndOneEndCloses(Lowest lowest) {
    for (Duration delay : new Duration[] {Duration.ZERO, SHORT, LONG}) {
      RekeyLab lab = new RekeyLab(true).lowest(lowest, DRAWS);
      lab.traffic.mayBreak();

      lab.late(lab.a, Kind.CREATE_ANSWER, delay).rekeysIke(lab.a).rekeysIke(lab.b);
      lab.lab.run(Duration.ofNanos(1_500_000));
      lab.lab.give(lab.b, new Input.CloseTunnel(Lab.TUNNEL, Reason.SHUTDOWN));

      lab.assertNothing();
      assertThat(lab.b.reasons()).containsExactly("gateway-shutdown");
      assertThat(lab.a.eventTypes()).contains(TunnelEvent.Type.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newChildIsPutOffDuringARekeyAndMadeAfterwards(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);

    //   SA, Ni, KEi ─►            ◄─ SA, Ni, TSi, TSr
    //   N(TEMPORARY_FAILURE) ─►   ◄─ N(TEMPORARY_FAILURE)
    lab.rekeysIke(lab.a);
    lab.lab.give(lab.b, new Input.CreateChild(Lab.TUNNEL));
    lab.lab.run(Duration.ofMinutes(2));

    assertThat(lab.a.children).hasSize(2);
    lab.lab.assertChildrenMatch();
    assertThat(lab.a.reasons()).isEmpty();
    assertThat(lab.b.reasons()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childIsDeletedDuringARekey(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    lab.traffic.mayBreak();

    //   SA, Ni, KEi ─►            ◄─ D(child)
    //   D(child)    ─►            ◄─ N(TEMPORARY_FAILURE)
    lab.rekeysIke(lab.a).deletesChild(lab.b);

    lab.assertNoChild();
    assertThat(lab.a.reasons()).containsExactly("peer-deleted");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasQueuedBehindARekeyIsDoneInTheNewIkeSa(boolean gatewayIsA) {
    RekeyLab lab = new RekeyLab(gatewayIsA);
    int old = lab.a.onlyChild().inboundSpi();

    lab.rekeysIke(lab.a).rekeysChild(lab.a);
    lab.lab.give(lab.a, new Input.CreateChild(Lab.TUNNEL));
    lab.lab.settle();

    assertThat(lab.a.children).hasSize(2).doesNotContainKey(old);
    lab.lab.assertChildrenMatch();
  }
}
