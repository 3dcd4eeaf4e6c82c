package io.culvert.config.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCsvTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain       | plain",
        "``          | ``",
        "a,b         | \"a,b\"",
        "a\"b        | \"a\"\"b\"",
        "=1+1        | \"'=1+1\"",
        "+1          | \"'+1\"",
        "-1          | \"'-1\"",
        "@SUM(A1)    | \"'@SUM(A1)\"",
        "=\"a\",\"b\"| \"'=\"\"a\"\",\"\"b\"\"\"",
        "a=1         | a=1"
      })
  void cellIsQuotedWhereNeededAndDefusedWhereItIsAFormula(String text, String cell) {
    assertThat(AuditCsv.cell(text)).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF20SUM(A1)"})
  void blanksBeforeAFormulaAndItsWideSignsDoNotHideIt(String text) {
    assertThat(AuditCsv.cell(text)).isEqualTo("\"'" + text + "\"");
  }
}
