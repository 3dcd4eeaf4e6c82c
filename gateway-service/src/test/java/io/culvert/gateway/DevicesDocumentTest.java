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
import org.junit.jupiter.api.Test;

/** docs/devices.md names tests that exist, one in each line of its tables. */
class DevicesDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/devices.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)` \\|$");

  @Test
  void everyLineHasATestThatExists() throws IOException {
    Map<String, Path> sources = sources();
    List<String> lines =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| devices |"))
            .toList();

    assertThat(lines).hasSizeGreaterThan(30);
    for (String line : lines) {
      MatchResult named =
          NAMED.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line));
      Path source =
          Optional.ofNullable(sources.get(named.group(1)))
              .orElseThrow(() -> new AssertionError(line));
      assertThat(Files.readString(source)).as(line).contains(" void " + named.group(2) + "(");
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
