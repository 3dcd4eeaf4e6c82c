package io.culvert.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final List<String> said = new ArrayList<>();
  private final Outage outage =
      new Outage(text -> said.add("WARN " + text), text -> said.add("INFO " + text), "back");

  @Test
  void anOutageIsToldOnceAtItsBeginningAndOnceAtItsEnd() {
    outage.found("away");
    outage.found("away");
    outage.over();
    outage.over();
    assertThat(said).containsExactly("WARN away", "INFO back");
  }

  @Test
  void whatWasNeverAmissIsNotToldToBeMended() {
    outage.over();
    assertThat(said).isEmpty();
  }

  @Test
  void anotherTroubleAndTheNextOutageAreNews() {
    outage.found("away");
    outage.found("refuses");
    outage.over();
    outage.found("refuses");
    assertThat(said).containsExactly("WARN away", "WARN refuses", "INFO back", "WARN refuses");
  }
}
