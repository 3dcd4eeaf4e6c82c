package io.culvert.steering.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoryIndexTest {
  private static final String LIST =
      """
      example.com,Shopping
      health.example.com,Health
      health.example.com,Government
      a.b.c.d.example.org,Deep
      """;

  @TempDir private Path folder;

  @Test
  void aNameIsOfTheCategoriesOfTheMostSpecificEntry() throws IOException {
    CategoryIndex index = index();
    assertThat(index.categoriesOf("example.com")).containsExactly("Shopping");
    assertThat(index.categoriesOf("www.example.com")).containsExactly("Shopping");
    assertThat(index.categoriesOf("HEALTH.example.com."))
        .containsExactlyInAnyOrder("Health", "Government");
    assertThat(index.categoriesOf("x.y.health.example.com"))
        .containsExactlyInAnyOrder("Health", "Government");
    assertThat(index.categoriesOf("a.b.c.d.example.org")).containsExactly("Deep");
    assertThat(index.categoriesOf("z.a.b.c.d.example.org")).containsExactly("Deep");
  }

  @Test
  void otherNamesAreOfNone() throws IOException {
    CategoryIndex index = index();
    for (String other :
        List.of(
            "com",
            "ample.com",
            "notexample.com",
            "b.c.d.example.org",
            "example.com.net",
            "192.0.2.1",
            "",
            "::1",
            "a..b",
            "x.".repeat(126) + "a")) {
      assertThat(index.categoriesOf(other)).as(other).isEmpty();
    }
    assertThat(index.categoriesOf("x.".repeat(120) + "example.com")).containsExactly("Shopping");
    assertThat(CategoryIndex.none().categoriesOf("example.com")).isEmpty();
    assertThat(CategoryIndex.none().names()).isEmpty();
  }

  @Test
  void categoriesAreFoundWithoutRegardToCase() throws IOException {
    CategoryIndex index = index();
    assertThat(index.names()).containsExactly("Deep", "Government", "Health", "Shopping");
    assertThat(index.spelled("hEALTH")).isEqualTo("Health");
    assertThat(index.spelled("Healt")).isNull();
    assertThat(index.domains()).isEqualTo(3);
  }

  @Test
  void theBuiltInListIsGood() throws IOException {
    Collector collector = new Collector(new Random(1), _ -> {}, _ -> {});
    try (InputStream in = CategoryIndex.class.getResourceAsStream(BuiltIn.RESOURCE)) {
      CategoryCsv.read(Objects.requireNonNull(in), BuiltIn.RESOURCE, collector);
    }
    ImportReport report =
        collector.finish(new CategoryWriter(new ByteArrayOutputStream(), collector.entries()));
    CategoryIndex index = CategoryIndex.builtIn();
    assertThat(report.firstBad()).isEmpty();
    assertThat(index.domains()).isEqualTo((int) report.lines());
    assertThat(index.names()).contains("Health", "Banking", "Certificates and time", "News");
    assertThat(index.categoriesOf("ocsp.digicert.com")).containsExactly("Certificates and time");
    assertThat(index.categoriesOf("r3.o.lencr.org")).containsExactly("Certificates and time");
    assertThat(index.categoriesOf("gov")).isEmpty();
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    byte[] file = file();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> CategoryIndex.of(MemorySegment.ofArray(cut)))
          .as("cut after %d", length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("is ");
    }
  }

  @Test
  void aFileWithAnyBitFlippedIsRefused() throws IOException {
    byte[] file = file();
    for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> CategoryIndex.of(MemorySegment.ofArray(damaged)))
          .as("bit %d", bit)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("is ");
    }
  }

  @Test
  void whatIsWrongWithAFileIsSaidInWords() throws IOException {
    Path path = folder.resolve("categories.bin");
    assertThatThrownBy(() -> CategoryIndex.open(path)).hasMessage(path + " is not there");
    assertThatThrownBy(() -> CategoryIndex.open(folder)).hasMessageContaining(folder.toString());
    Files.writeString(path, "example.com,Shopping\n");
    assertThatThrownBy(() -> CategoryIndex.open(path)).hasMessage(path + " is no category file");
    byte[] file = file();
    Files.write(path, Arrays.copyOf(file, file.length / 2));
    assertThatThrownBy(() -> CategoryIndex.open(path)).hasMessageContaining("incomplete");
    file[9] ^= 1;
    Files.write(path, file);
    assertThatThrownBy(() -> CategoryIndex.open(path))
        .hasMessage(path + " is damaged: its checksum is wrong");
    file[7] = 9;
    Files.write(path, file);
    assertThatThrownBy(() -> CategoryIndex.open(path)).hasMessageContaining("another version");
  }

  private static CategoryIndex index() throws IOException {
    return CategoryIndex.of(MemorySegment.ofArray(file()));
  }

  private static byte[] file() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Collector collector = new Collector(new Random(1), entries::add, _ -> {});
    CategoryCsv.read(
        new ByteArrayInputStream(LIST.getBytes(StandardCharsets.UTF_8)), "list", collector);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    CategoryWriter writer = new CategoryWriter(file, entries.size());
    writer.write(entries);
    collector.finish(writer);
    return file.toByteArray();
  }
}
