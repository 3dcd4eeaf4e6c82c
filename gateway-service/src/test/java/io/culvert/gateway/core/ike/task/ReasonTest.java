package io.culvert.gateway.core.ike.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes are for machines, remedies for people. */
class ReasonTest {
  @ParameterizedTest
  @EnumSource
  void codeIsLowerCaseWordsAndRemedyASentence(Reason reason) {
    assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(reason.remedy()).matches("[A-Z].*\\.");
  }

  @Test
  void codesAreUnique() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::code)).doesNotHaveDuplicates();
  }
}
