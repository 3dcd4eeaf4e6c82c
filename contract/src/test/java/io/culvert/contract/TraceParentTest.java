package io.culvert.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void theExampleOfTheSpecificationIsReadAndWrittenAsItWas() {
    TraceParent read = TraceParent.parse(SAMPLED).orElseThrow();

    assertThat(read).isEqualTo(new TraceParent(TRACE, SPAN, true));
    assertThat(read).hasToString(SAMPLED);
    assertThat(TraceParent.parse(SAMPLED.getBytes(StandardCharsets.UTF_8))).contains(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "02", "fe", "a0"})
  void flagsWithoutTheLastBitMeanThatNobodyRecords(String flags) {
    TraceParent read = TraceParent.parse("00-" + TRACE + "-" + SPAN + "-" + flags).orElseThrow();
    assertThat(read.sampled()).isFalse();
    assertThat(read.toString()).endsWith("-00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01-" + TRACE + "-" + SPAN + "-01",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-0g",
        "00-" + TRACE + "-" + SPAN + "-01-extra",
        "00-" + TRACE + "-" + SPAN + "-1",
        " 0-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01\n",
        "00_" + TRACE + "-" + SPAN + "-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47\n6-" + SPAN + "-01",
        "00-\uFF14bf92f3577b34da6a3ce929d0e0e4736-" + SPAN + "-01"
      })
  void anythingElseIsNone(String header) {
    assertThat(TraceParent.parse(header)).isEmpty();
    assertThat(TraceParent.parse(header.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void noHeaderIsNone() {
    assertThat(TraceParent.parse((String) null)).isEmpty();
    assertThat(TraceParent.parse((byte[]) null)).isEmpty();
    assertThat(TraceParent.parse(new byte[1_000_000])).isEmpty();
  }

  /** Whatever octet stands wherever: either it is refused, or all of it is what it seems. */
  @Test
  void whatIsReadIsHexadecimalWhateverWasSent() {
    byte[] good = SAMPLED.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < good.length; at++) {
      for (int octet = 0; octet < 256; octet++) {
        byte[] sent = good.clone();
        sent[at] = (byte) octet;
        TraceParent.parse(sent)
            .ifPresent(
                read -> {
                  assertThat(read.toString()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
                  assertThat(new String(sent, StandardCharsets.ISO_8859_1))
                      .contains(read.traceId(), read.spanId());
                });
      }
    }
  }

  @Test
  void whatIsBegunIsReadAgainAndAlwaysAnother() {
    Random random = new Random(1);
    String last = "";
    for (int i = 0; i < 1_000; i++) {
      TraceParent begun = TraceParent.begin(random);
      assertThat(TraceParent.parse(begun.toString())).contains(begun);
      assertThat(begun.traceId()).isNotEqualTo(last);
      last = begun.traceId();
    }
  }

  @Test
  void evenOfZerosSomethingValidIsBegun() {
    RandomGenerator zeros = () -> 0;
    assertThat(TraceParent.begin(zeros).toString())
        .isEqualTo("00-00000000000000000000000000000001-0000000000000001-00");
  }

  @Test
  void idsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new TraceParent("0".repeat(32), SPAN, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TraceParent(TRACE, SPAN + "0", true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
