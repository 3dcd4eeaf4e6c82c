package io.culvert.config.api;

import static io.culvert.config.api.CsvSamples.HEADER;
import static io.culvert.config.api.CsvSamples.ROW;
import static io.culvert.config.api.CsvSamples.assertRefused;
import static io.culvert.config.api.CsvSamples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.app.ImportRow;
import io.culvert.config.domain.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are wrong as a whole: their header, their octets, their length. */
class CsvWholeFileTest {
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
