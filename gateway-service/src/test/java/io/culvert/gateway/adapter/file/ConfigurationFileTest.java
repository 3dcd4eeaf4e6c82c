package io.culvert.gateway.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.EncryptionCipher;
import io.culvert.contract.SourceIdentity;
import io.culvert.contract.TunnelChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  @TempDir Path folder;

  private static TunnelChange tunnel(long id, long version) {
    return new TunnelChange(
        id,
        "tenant",
        version,
        "site-" + id,
        new SourceIdentity(SourceIdentity.Kind.FQDN, "site" + id),
        null,
        List.of("pop-a"),
        EncryptionCipher.AES128_CBC,
        null,
        true,
        true,
        List.of(),
        List.of(),
        false);
  }

  private static Map<Long, Optional<TunnelChange>> all(long count, long version) {
    return LongStream.rangeClosed(1, count)
        .boxed()
        .collect(Collectors.toMap(id -> id, id -> Optional.of(tunnel(id, version))));
  }

  private void keep(Map<Long, Optional<TunnelChange>> changes) throws Exception {
    try (ConfigurationFile file = new ConfigurationFile(folder)) {
      List<TunnelChange> unused = file.load();
      file.save(changes);
    }
  }

  private List<TunnelChange> loaded() throws Exception {
    try (ConfigurationFile file = new ConfigurationFile(folder)) {
      return file.load();
    }
  }

  private Path file() {
    return folder.resolve("tunnels.jsonl");
  }

  @Test
  void whatWasSavedIsLoadedAgain() throws Exception {
    keep(all(2, 1));

    assertThat(loaded()).containsExactlyInAnyOrder(tunnel(1, 1), tunnel(2, 1));
  }

  @Test
  void nothingSavedIsNothingLoaded() throws Exception {
    assertThat(loaded()).isEmpty();
  }

  @Test
  void theLastChangeOfATunnelCounts() throws Exception {
    keep(all(3, 1));
    keep(Map.of(2L, Optional.of(tunnel(2, 5)), 3L, Optional.empty()));

    assertThat(loaded()).containsExactlyInAnyOrder(tunnel(1, 1), tunnel(2, 5));
  }

  @Test
  void aTunnelThatIsMadeAgainIsThere() throws Exception {
    keep(all(1, 1));
    keep(Map.of(1L, Optional.empty()));
    keep(all(1, 3));

    assertThat(loaded()).containsExactly(tunnel(1, 3));
  }

  @Test
  void aLineThatWasCutShortCostsNoOther() throws Exception {
    keep(all(1, 1));
    Files.writeString(file(), "{\"id\":2,\"ver", StandardOpenOption.APPEND);
    keep(Map.of(3L, Optional.of(tunnel(3, 1))));

    assertThat(loaded()).containsExactlyInAnyOrder(tunnel(1, 1), tunnel(3, 1));
  }

  @Test
  void theFileDoesNotGrowWithoutEnd() throws Exception {
    try (ConfigurationFile file = new ConfigurationFile(folder)) {
      for (int version = 1; version <= 200; version++) {
        file.save(all(100, version));
      }
    }

    assertThat(loaded()).hasSize(100).allMatch(tunnel -> tunnel.version() == 200);
    try (var lines = Files.lines(file())) {
      assertThat(lines.count()).isLessThanOrEqualTo(1_300);
    }
    assertThat(folder.toFile().list()).containsExactly("tunnels.jsonl");
  }

  @Test
  void whatTheDiskDidNotTakeIsWrittenTheNextTime() throws Exception {
    Files.createDirectory(file());
    try (ConfigurationFile file = new ConfigurationFile(folder)) {
      file.save(all(1, 1));
      assertThat(file.load()).isEmpty();
      file.flush();
      Files.delete(file());
      file.save(Map.of(2L, Optional.of(tunnel(2, 1))));
    }

    assertThat(loaded()).containsExactlyInAnyOrder(tunnel(1, 1), tunnel(2, 1));
  }

  @Test
  void aFileOfAnEarlierReleaseIsRead() throws Exception {
    keep(all(1, 1));
    String line = Files.readString(file()).strip();
    Files.writeString(file(), line + "\n");

    assertThat(loaded()).containsExactly(tunnel(1, 1));
  }
}
