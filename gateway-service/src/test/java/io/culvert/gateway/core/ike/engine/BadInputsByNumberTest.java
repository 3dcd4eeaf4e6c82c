package io.culvert.gateway.core.ike.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.sa.DropReason;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.Mutations;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs that a gateway must survive, by their numbers: each as it is, and mutated. */
@Timeout(120)
class BadInputsByNumberTest {
  private final Siege siege = new Siege();

  private static List<BadInput> ofNumber(int number) {
    return switch (number) {
      case 1 -> BadFormats.ikev1();
      case 2 -> BadKeyExchanges.values();
      case 3 -> BadKeyExchanges.lengths();
      case 4 -> BadProposals.incomplete();
      case 5 -> BadProposals.uncomputable();
      case 6 -> BadContents.selectors();
      case 7 -> BadContents.rekeys();
      case 11 -> BadContents.texts();
      case 12 -> BadNumbers.unassigned();
      case 14 -> BadFormats.lengths();
      case 21 -> BadFormats.loops();
      case 23 -> BadFormats.flags();
      default -> throw new IllegalArgumentException("not in a table: " + number);
    };
  }

  @AfterEach
  void nothingIsLeftAndTheNeighbourIsServed() {
    siege.assertForgotten();
  }

  private void expectAllOf(int number) {
    ofNumber(number).forEach(siege::expect);
  }

  @Test
  void badInput1PayloadsAndMessagesOfIkev1() {
    expectAllOf(1);
    assertThat(siege.lab.gateway.reasons()).contains("version-unsupported");
  }

  @Test
  void badInput2KeOfZeroOneAndThePrimeAndAboveMakesNoChildAndNoRekey() {
    expectAllOf(2);
    siege.assertTold("invalid-message");
  }

  @Test
  void badInput3KeOfTheWrongLength() {
    expectAllOf(3);
    siege.assertTold("invalid-message");
  }

  @Test
  void badInput4ProposalsThatLackSomething() {
    expectAllOf(4);
    siege.assertTold("proposal-mismatch-child");
    assertThat(siege.lab.gateway.reasons()).contains("proposal-mismatch-ike");
  }

  @Test
  void badInput5AlgorithmsThatTheGatewayDoesNotCompute() {
    expectAllOf(5);
    siege.assertTold("proposal-mismatch-child");
    assertThat(siege.lab.gateway.reasons()).contains("proposal-mismatch-ike");
  }

  @Test
  void badInput6TrafficSelectorsThatAreNone() {
    expectAllOf(6);
    siege.assertTold("invalid-message");
    siege.assertTold("ts-unacceptable");
  }

  @Test
  void badInput7RekeysOfWhatIsNotThere() {
    expectAllOf(7);
  }

  @Test
  void badInput11OctetsThatBreakALogger() {
    expectAllOf(11);
    siege.assertTold("invalid-message");
  }

  @Test
  void badInput12EveryUnassignedNumber() {
    expectAllOf(12);
  }

  @Test
  void badInput14LengthsThatAreTooSmallOrDisagree() {
    expectAllOf(14);
    siege.assertTold("invalid-message");
  }

  @Test
  void badInput21ChainsThatLeadToThemselves() {
    expectAllOf(21);
  }

  @Test
  void badInput23CriticalBitReservedBitsAndOtherVersions() {
    expectAllOf(23);
    assertThat(siege.lab.gateway.reasons()).contains("version-unsupported");
  }

  @ParameterizedTest(name = "bad input {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 11, 12, 14, 21, 23})
  void thousandMutationsAreSurvived(int number) {
    List<BadInput> inputs = ofNumber(number).stream().filter(input -> !isSlow(input)).toList();

    Mutations.each(number, by -> siege.survive(inputs.get(by.number(inputs.size())), by));
  }

  /** A large group costs much, and has the same code as a small one. */
  private static boolean isSlow(BadInput input) {
    return List.of(KeMethod.MODP_3072, KeMethod.MODP_4096, KeMethod.MODP_8192).stream()
        .anyMatch(group -> input.name().contains(group.name()));
  }

  @Test
  void badInput2KeOfZeroOneAndThePrimeAndAboveInAFirstRequestMakesNoIkeSa() {
    for (KeMethod group :
        List.of(KeMethod.MODP_2048, KeMethod.MODP_3072, KeMethod.MODP_4096, KeMethod.MODP_8192)) {
      BadKeyExchanges.confining(group).values().forEach(value -> siege.beginWith(group, value));
    }

    assertThat(siege.lab.gateway.reasons()).containsOnly("invalid-message");
    assertThat(siege.lab.gateway.engine.snapshot().halfOpen()).isZero();
    assertThat(siege.lab.gateway.dropped(DropReason.MALFORMED)).isZero();
  }
}
