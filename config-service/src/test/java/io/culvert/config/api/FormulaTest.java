package io.culvert.config.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=a\nb", "\uFF1D1"})
  void aFormulaIsWrittenWithAnApostropheAndReadWithout(String value) {
    assertThat(Formula.defuse(value)).isEqualTo("'" + value);
    assertThat(Formula.restore(Formula.defuse(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "site", "a=b", "'quoted'", "'", "''", "1-2", "o'neill"})
  void aCellThatIsNoFormulaIsWrittenAndReadAsItIs(String value) {
    assertThat(Formula.defuse(value)).isEqualTo(value);
    assertThat(Formula.restore(value)).isEqualTo(value);
  }

  @Test
  void anApostropheBeforeAFormulaIsNotLost() {
    assertThat(Formula.restore(Formula.defuse("'=1"))).isEqualTo("'=1");
    assertThat(Formula.restore(Formula.defuse("''-1"))).isEqualTo("''-1");
  }
}
