package io.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents with tables of tests name tests that exist, one in each line. */
class DocumentsTest {
  private static final Path DOCUMENTS = Path.of("../docs");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)` \\|$");

  @ParameterizedTest
  @CsvSource({"devices.md, 30", "bad-inputs.md, 24"})
  void everyLineHasATestThatExists(String document, int fewer) throws IOException {
    Map<String, Path> sources = sources();
    List<String> lines =
        Files.readAllLines(DOCUMENTS.resolve(document)).stream()
            .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
            .toList();

    assertThat(lines).hasSizeGreaterThan(fewer);
    for (String line : lines) {
      MatchResult named =
          NAMED.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line));
      Path source =
          Optional.ofNullable(sources.get(named.group(1)))
              .orElseThrow(() -> new AssertionError(line));
      assertThat(Files.readString(source))
          .as(line)
          .containsPattern("(void|ArchRule) " + named.group(2) + "\\b");
    }
  }

  private static Map<String, Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  Function.identity(),
                  (first, _) -> first));
    }
  }
}
