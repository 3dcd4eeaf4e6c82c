package io.culvert.config.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.app.ImportRow;
import io.culvert.config.app.TunnelDraft;
import io.culvert.config.domain.GeoPoint;
import io.culvert.config.domain.Pop;
import io.culvert.config.domain.PopCatalog;
import io.culvert.config.domain.PopSettings;
import io.culvert.config.domain.RefusedException;
import io.culvert.config.domain.Violation;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a file, and the line, column and sentence of all that is wrong with it. */
class CsvFileTest {
  private static final String HEADER =
      "tunnel name,source identity,source ip address,primary pop,failover pop,encryption cipher,psk,maximum bandwidth,enabled\n";
  private static final String ROW = "hq,hq.example.com,,sfo1,lax1,AES256-GCM,long enough,50,true\n";
  private static final PopCatalog POPS =
      new PopCatalog(List.of(pop("sfo1", true), pop("lax1", true), pop("old1", false)));

  private static Pop pop(String name, boolean accepting) {
    return new Pop(
        name,
        new PopSettings(
            name,
            "US-CA",
            "X",
            new GeoPoint(1, 2),
            List.of("192.0.2.1"),
            null,
            accepting,
            List.of(50),
            "Day-1",
            null),
        1);
  }

  private static List<ImportRow> rows(byte[] file) {
    CsvFile csv = new CsvFile(new ByteArrayInputStream(file), file.length);
    List<ImportRow> all = new ArrayList<>();
    List<ImportRow> some = csv.next(2);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = csv.next(2);
    }
    return all;
  }

  private static List<ImportRow> rows(String file) {
    return rows(file.getBytes(StandardCharsets.UTF_8));
  }

  private static TunnelDraft draft(String row) {
    return rows(HEADER + row).getFirst().resolve(null, POPS);
  }

  private static List<Violation> faults(ImportRow row) {
    try {
      row.resolve(null, POPS);
      return List.of();
    } catch (RefusedException e) {
      return e.violations();
    }
  }

  /** The row is wrong in that way alone. */
  private static void assertFault(String rows, int line, String column, String message) {
    ImportRow last = rows(HEADER + rows).getLast();
    assertThat(last.line()).isEqualTo(line);
    assertThat(faults(last)).containsExactly(new Violation(column, message));
  }

  private static void assertRefused(byte[] file, String field, String message) {
    assertThatThrownBy(() -> rows(file))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.violations()).containsExactly(new Violation(field, message)));
  }

  private static void assertRefused(String file, String field, String message) {
    assertRefused(file.getBytes(StandardCharsets.UTF_8), field, message);
  }

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

  @Test
  void aMissingColumnIsToldByItsName() {
    assertRefused(
        HEADER.replace(",psk", "") + ROW,
        "psk",
        "is missing in line 1, which must name all columns");
  }

  @Test
  void aColumnTwiceIsToldByItsName() {
    assertRefused(
        HEADER.replace("enabled", "enabled,PSK") + ROW,
        "psk",
        "is in line 1 twice, in the cells 7 and 10");
  }

  @Test
  void anUnknownColumnIsToldByItsPlace() {
    assertRefused(
        HEADER.replace("enabled", "enabled,colour") + ROW,
        "line 1, cell 10",
        "is not the name of a column; they are tunnel name, source identity, source ip address, primary pop, failover pop, encryption cipher, psk, maximum bandwidth, enabled");
  }

  @Test
  void aFileWithoutHeaderIsRefusedWithoutQuotingItsFirstRow() {
    assertThatThrownBy(() -> rows(ROW + ROW))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.violations().toString()).doesNotContain("long enough", "hq"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF"})
  void anEmptyFileIsRefused(String file) {
    assertRefused(file, "file", "is empty; the first line must name the columns");
  }

  @Test
  void aQuoteInTheHeaderThatIsNeverClosedIsRefused() {
    assertRefused("\"" + HEADER + ROW, "file", "has a quote in line 1 that is never closed");
  }

  @Test
  void aFileThatIsNotUtf8IsToldByTheLine() {
    String row = ROW.replace("hq,", "caf\u00e9,");
    assertRefused(
        (HEADER + ROW + row + ROW).getBytes(StandardCharsets.ISO_8859_1),
        "file",
        "line 3 is not UTF-8; save it as CSV in UTF-8");
    assertRefused(
        (HEADER + ROW.repeat(5_000) + row).getBytes(StandardCharsets.ISO_8859_1),
        "file",
        "line 5002 is not UTF-8; save it as CSV in UTF-8");
  }

  @Test
  void aCharacterCutOffAtTheEndIsNotUtf8() {
    byte[] whole = (HEADER + "caf\u00e9").getBytes(StandardCharsets.UTF_8);
    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "file",
        "line 2 is not UTF-8; save it as CSV in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE"})
  void utf16IsToldWithAndWithoutItsMark(String charset) {
    assertRefused(
        ("\uFEFF" + HEADER + ROW).getBytes(Charset.forName(charset)),
        "file",
        "is UTF-16; save it as CSV in UTF-8");
    assertRefused(
        (HEADER + ROW).getBytes(Charset.forName(charset)),
        "file",
        "has NUL characters in line 1, so it may be UTF-16; save it as CSV in UTF-8");
  }

  @Test
  void tenMegabytesAreReadAndOneOctetMoreIsTooLarge() {
    assertThat(lastLine(Utf8Reader.MAX_OCTETS)).isGreaterThan(100_000);
    assertThatThrownBy(() -> lastLine(Utf8Reader.MAX_OCTETS + 1))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(RefusedException.Reason.TOO_LARGE);
              assertThat(e.detail()).isEqualTo("the file has more than 10 MB (10485760 octets)");
            });
  }

  private static int lastLine(int octets) {
    byte[] file =
        Arrays.copyOf(
            (HEADER + ROW.repeat(octets / ROW.length())).getBytes(StandardCharsets.UTF_8), octets);
    Arrays.fill(file, octets - ROW.length(), octets, (byte) ',');
    CsvFile csv = new CsvFile(new ByteArrayInputStream(file), octets);
    int line = 0;
    List<ImportRow> some = csv.next(2_000);
    while (!some.isEmpty()) {
      line = some.getLast().line();
      assertThat(csv.estimate()).isBetween(0, 10 * Utf8Reader.MAX_OCTETS);
      some = csv.next(2_000);
    }
    return line;
  }

  @Test
  void aFileThatBreaksOffIsNotTakenForWhole() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream((HEADER + ROW).getBytes(StandardCharsets.UTF_8)),
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("gone");
              }
            });
    assertThatThrownBy(() -> new CsvFile(broken, 0).next(10))
        .isInstanceOf(RefusedException.class)
        .hasMessage("file: could not be read to its end");
  }
}
