package io.culvert.gateway.core.ike.sa;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.core.ike.sa.PeerWindow.Verdict;
import io.culvert.gateway.core.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The window of one. */
class PeerWindowTest {
  private static final Bytes REQUEST = Bytes.of((byte) 1);
  private static final Bytes OTHER = Bytes.of((byte) 2);
  private static final List<Bytes> ANSWER = List.of(Bytes.of((byte) 3), Bytes.of((byte) 4));

  @Test
  void onlyTheExpectedMessageIdIsFresh() {
    PeerWindow window = new PeerWindow(1);

    assertThat(window.judge(1, REQUEST)).isInstanceOf(Verdict.Fresh.class);
    assertThat(window.judge(0, REQUEST)).isEqualTo(new Verdict.Drop(DropReason.OUT_OF_WINDOW));
    assertThat(window.judge(2, REQUEST)).isEqualTo(new Verdict.Drop(DropReason.OUT_OF_WINDOW));
  }

  @Test
  void repeatBeforeTheAnswerIsReadyIsDropped() {
    PeerWindow window = new PeerWindow(1);
    window.accept(REQUEST);

    assertThat(window.judge(1, REQUEST)).isEqualTo(new Verdict.Drop(DropReason.ANSWER_PENDING));
    assertThat(window.judge(1, OTHER)).isEqualTo(new Verdict.Drop(DropReason.OUT_OF_WINDOW));
  }

  @Test
  void repeatOfTheLastRequestGetsItsAnswerUntilTheNextIsAccepted() {
    PeerWindow window = new PeerWindow(1);
    window.accept(REQUEST);
    window.answered(ANSWER);

    assertThat(window.judge(1, REQUEST)).isEqualTo(new Verdict.Repeat(ANSWER));
    assertThat(window.judge(1, OTHER)).isEqualTo(new Verdict.Altered(ANSWER));
    assertThat(window.judge(2, OTHER)).isInstanceOf(Verdict.Fresh.class);
    window.accept(OTHER);
    assertThat(window.judge(1, REQUEST)).isEqualTo(new Verdict.Drop(DropReason.OUT_OF_WINDOW));
  }

  @Test
  void windowMovesAcrossTheSignOfTheMessageId() {
    PeerWindow window = new PeerWindow(Integer.MAX_VALUE);
    window.accept(REQUEST);
    window.answered(ANSWER);

    assertThat(window.judge(Integer.MIN_VALUE, OTHER)).isInstanceOf(Verdict.Fresh.class);
    assertThat(window.judge(Integer.MAX_VALUE, REQUEST)).isEqualTo(new Verdict.Repeat(ANSWER));
  }
}
