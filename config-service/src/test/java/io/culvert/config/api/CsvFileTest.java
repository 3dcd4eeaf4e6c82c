package io.culvert.config.api;

import static io.culvert.config.api.CsvSamples.HEADER;
import static io.culvert.config.api.CsvSamples.POPS;
import static io.culvert.config.api.CsvSamples.ROW;
import static io.culvert.config.api.CsvSamples.assertFault;
import static io.culvert.config.api.CsvSamples.assertRefused;
import static io.culvert.config.api.CsvSamples.draft;
import static io.culvert.config.api.CsvSamples.faults;
import static io.culvert.config.api.CsvSamples.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.config.app.ImportRow;
import io.culvert.config.app.TunnelDraft;
import io.culvert.config.domain.Violation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a row, and the line, column and sentence of all that is wrong with it. */
class CsvFileTest {
  @Test
  void aWholeRowIsReadColumnByColumn() {
    TunnelDraft draft = draft(" hq ,HQ.Example.com,192.0.2.7,SFO1,lax1,aes256-gcm,,50,Yes\n");
    assertThat(draft.settings().site()).isEqualTo("hq");
    assertThat(draft.settings().identity().value()).isEqualTo("hq.example.com");
    assertThat(draft.settings().sourceIp()).isEqualTo("192.0.2.7");
    assertThat(draft.settings().pops()).containsExactly("sfo1", "lax1");
    assertThat(draft.settings().encryption().label()).isEqualTo("AES256-GCM");
    assertThat(draft.settings().bandwidthMbps()).isEqualTo(50);
    assertThat(draft.settings().enabled()).isTrue();
    assertThat(draft.psk()).isNull();
  }

  @Test
  void aKeyIsTakenAsItIsWithTheSpaceAroundIt() {
    assertThat(draft("hq,a.example.com,,sfo1,lax1,Null,'=a key \u00e4 ,,1\n").psk())
        .extracting(psk -> new String(psk.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("'=a key \u00e4 ");
  }

  @Test
  void columnsGoByNameInAnyOrderAndCase() {
    String file =
        """
        Enabled,PSK,Maximum Bandwidth,Encryption Cipher, Failover POP ,Primary POP,Source IP Address,Source Identity,Tunnel Name
        no,long enough,,Null,,sfo1,,hq.example.com,hq
        """;
    TunnelDraft draft = rows(file).getFirst().resolve(null, POPS);
    assertThat(draft.settings().site()).isEqualTo("hq");
    assertThat(draft.settings().enabled()).isFalse();
    assertThat(draft.settings().bandwidthMbps()).isNull();
    assertThat(draft.settings().pops()).containsExactly("sfo1");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheHeader() {
    assertThat(rows("\uFEFF" + HEADER + ROW)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInAnyOfTheThreeWaysAndTheLastNeedNot(String end) {
    String file = (HEADER + ROW + ROW).replace("\n", end);
    assertThat(rows(file)).extracting(ImportRow::line).containsExactly(2, 3);
    assertThat(rows(file.substring(0, file.length() - end.length()))).hasSize(2);
  }

  @Test
  void linesAreLinesOfTheFileAlsoBehindEmptyOnesAndLineEndsInQuotes() {
    String file = HEADER + "\n,,,,,,,,\n\"a\nb\"" + ROW.substring(2) + ROW;
    assertThat(rows(file)).extracting(ImportRow::line).containsExactly(4, 6);
  }

  @Test
  void quotedCellsMayHaveCommasAndDoubledQuotes() {
    assertThat(draft(ROW.replace("hq,", "\"the \"\"hq\"\", north\",")).settings().site())
        .isEqualTo("the \"hq\", north");
  }

  @Test
  void aHeaderAloneIsAFileWithoutRows() {
    assertThat(rows(HEADER)).isEmpty();
    assertThat(rows(HEADER.strip())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "yes", "Yes", "1", "enabled"})
  void enabledIsWrittenInManyWays(String cell) {
    assertThat(draft(ROW.replace(",true", "," + cell)).settings().enabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "NO", "0", "Disabled"})
  void disabledIsWrittenInManyWays(String cell) {
    assertThat(draft(ROW.replace(",true", "," + cell)).settings().enabled()).isFalse();
  }

  @Test
  void aNameIsComposedSoThatItIsOneNameHoweverItWasTyped() {
    assertThat(draft(ROW.replace("hq,", "cafe\u0301,")).settings().site()).isEqualTo("caf\u00e9");
  }

  @Test
  void aDefusedFormulaIsReadAsTheNameItWas() {
    assertThat(draft(ROW.replace("hq,", "'=hq,")).settings().site()).isEqualTo("=hq");
    assertThat(draft(ROW.replace("hq,", "=hq,")).settings().site()).isEqualTo("=hq");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hq,|,|tunnel name|is needed",
        "hq.example.com|*|source identity|must be an IPv4 or IPv6 address, an FQDN or user@fqdn",
        "hq.example.com||source identity|is needed",
        ",,sfo1|,0.0.0.0,sfo1|source ip address|must be an IPv4 or IPv6 address",
        "sfo1|nyc1|primary pop|there is no such POP",
        "sfo1||primary pop|is needed",
        "sfo1|old1|primary pop|this POP is not accepting tunnels",
        "lax1|SFO1|failover pop|is the same POP twice",
        "AES256-GCM|DES|encryption cipher|must be one of AES128-CBC, AES256-CBC, AES128-GCM, AES192-GCM, AES256-GCM, Null",
        "AES256-GCM||encryption cipher|is needed",
        "long enough|short|psk|must have 8 to 256 characters",
        ",50,|,fast,|maximum bandwidth|must be a whole number from 1 to 1000000",
        ",50,|,-1,|maximum bandwidth|must be a whole number from 1 to 1000000",
        ",50,|,99999999999999999999,|maximum bandwidth|must be a whole number from 1 to 1000000",
        ",50,|,251,|maximum bandwidth|must be at most 250 at these POPs",
        "true|maybe|enabled|must be true or false, yes or no, 1 or 0, enabled or disabled",
        "true||enabled|is needed",
      })
  void eachCellThatIsWrongIsToldByLineColumnAndSentence(
      String cell, String wrong, String column, String message) {
    String row = ROW.replaceFirst(cell, wrong == null ? "" : wrong);
    assertFault(ROW + row, 3, column, message);
  }

  @Test
  void allThatIsWrongWithARowIsTold() {
    assertThat(faults(rows(HEADER + ",,,,,,,,x\n").getFirst()))
        .extracting(Violation::field)
        .containsExactly(
            "tunnel name", "source identity", "primary pop", "encryption cipher", "enabled");
  }

  @Test
  void aRowWithTooFewCellsIsToldByTheFirstThatIsMissing() {
    assertFault(
        ROW + "hq,hq.example.com,,sfo1\n",
        3,
        "failover pop",
        "is missing: the row has 4 cells and line 1 has 9");
  }

  @Test
  void aRowWithTooManyCellsIsToldByTheFirstThatIsTooMany() {
    assertFault(
        ROW.replace("hq,", "hq, north,"),
        2,
        "cell 10",
        "is too many: the row has 10 cells and line 1 has 9; a cell with a comma in it must be in quotes");
  }

  @Test
  void aRowThatIsNotWholeHasNoNameBecauseItMayBeAKey() {
    assertThat(rows(HEADER + "long enough,x\n").getFirst().site()).isNull();
    assertThat(rows(HEADER + "\"hq" + ROW).getFirst().site()).isNull();
  }

  @Test
  void aQuoteNeverClosedIsToldWhereItWasOpened() {
    assertFault(
        ROW + ROW.replace(",AES256", ",\"AES256"),
        3,
        "encryption cipher",
        "a quote is opened in this cell and not closed before the end of the file");
  }

  @Test
  void aQuoteClosedByALaterOneIsToldByTheRow() {
    assertRefused(
        HEADER + ROW + ROW.replace(",AES256", ",\"AES256") + ROW.replace("hq", "\"hq\""),
        "file",
        "has text after a closing quote in the row that begins in line 3; a quote within a cell is written twice");
  }

  @Test
  void aNulInACellIsAControlCharacter() {
    assertFault(
        ROW.replace("hq.ex", "hq\0.ex"), 2, "source identity", "must not have control characters");
    assertFault(ROW.replace("hq,", "h\0q,"), 2, "tunnel name", "must not have control characters");
    assertFault(ROW.replace("enough", "\0enough"), 2, "psk", "must not have control characters");
  }

  @Test
  void aHugeCellIsTooLongAndNothingElse() {
    assertFault(
        ROW.replace("hq,", "h".repeat(5_000_000) + ","),
        2,
        "tunnel name",
        "must have at most 255 characters");
    assertFault(
        ROW.replace("long enough", "h".repeat(5_000_000)),
        2,
        "psk",
        "must have 8 to 256 characters");
  }

  @Test
  void aRowOfManyThousandCellsIsRefused() {
    assertRefused(
        HEADER + ROW + ",".repeat(1_000_000) + "\n",
        "file",
        "has more than 1000 cells in the row that begins in line 3");
  }
}
