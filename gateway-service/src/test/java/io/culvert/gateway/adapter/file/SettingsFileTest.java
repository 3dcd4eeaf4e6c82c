package io.culvert.gateway.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir Path directory;

  private static AuthChange settings(String tenant, long version) {
    return new AuthChange(
        tenant,
        version,
        true,
        36_000,
        0,
        List.of(80, 443),
        List.of("*.example.com"),
        List.of(),
        List.of(),
        null);
  }

  @Test
  void whatIsKeptIsThereAtTheNextStart() {
    SettingsFile file = new SettingsFile(directory.resolve("new"));
    assertThat(file.load()).isEmpty();

    file.save(List.of(settings("one", 1), settings("two", 5)));
    file.save(List.of(settings("one", 2)));

    assertThat(new SettingsFile(directory.resolve("new")).load())
        .contains(List.of(settings("one", 2)));
  }

  @Test
  void thatNoTenantHasSettingsIsKnownToo() {
    new SettingsFile(directory).save(List.of());

    assertThat(new SettingsFile(directory).load()).contains(List.of());
  }

  @Test
  void fileThatCannotBeReadToItsEndCountsAsNone() throws Exception {
    SettingsFile file = new SettingsFile(directory);
    file.save(List.of(settings("one", 1), settings("two", 1)));
    String text = Files.readString(directory.resolve("auth.jsonl"));
    Files.writeString(directory.resolve("auth.jsonl"), text.substring(0, text.length() - 9));

    assertThat(file.load()).isEmpty();
  }
}
