package io.culvert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.config.app.KeyEncryptionKey;
import io.culvert.config.config.ConfigServiceConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KekSourceTest {
  @TempDir Path folder;

  private static byte[] octets(int number) {
    byte[] octets = new byte[KeyEncryptionKey.LENGTH];
    octets[0] = (byte) number;
    return octets;
  }

  private static String base64(int number) {
    return Base64.getEncoder().encodeToString(octets(number));
  }

  private static String id(int number) {
    return new KeyEncryptionKey(octets(number)).id();
  }

  private void write(String name, int number, int written) throws IOException {
    Path file = Files.writeString(folder.resolve(name), base64(number) + "\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(written));
  }

  private static KekSource source(Map<String, String> values) {
    return new KekSource(
        new SmallRyeConfigBuilder()
            .withMapping(ConfigServiceConfig.class)
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .build()
            .getConfigMapping(ConfigServiceConfig.class));
  }

  private KekSource mount() {
    return source(Map.of("culvert.config.kek-mount", folder.toString()));
  }

  private static List<String> ids(KekSource source) {
    return source.get().stream().map(KeyEncryptionKey::id).toList();
  }

  @Test
  void theNewestFileOfAMountIsTheCurrentKey() throws IOException {
    write("a", 1, 3000);
    write("b", 2, 9000);
    write("c", 3, 6000);
    assertThat(ids(mount())).containsExactly(id(2), id(3), id(1));
  }

  @Test
  void theFileCurrentOfAMountIsTheCurrentKeyHoweverOld() throws IOException {
    write("z", 1, 9000);
    write("current", 2, 1000);
    assertThat(ids(mount())).containsExactly(id(2), id(1));
  }

  @Test
  void aMountIsReadAnewAndWhatHasADotInFrontIsNoKey() throws IOException {
    write("a", 1, 1000);
    write("..data", 7, 9000);
    Files.createDirectory(folder.resolve("lost+found"));
    KekSource mount = mount();
    assertThat(ids(mount)).containsExactly(id(1));
    write("current", 2, 1000);
    assertThat(ids(mount)).containsExactly(id(2), id(1));
  }

  @Test
  void previousFilesComeAfterTheFileThatSeals() throws IOException {
    write("new", 3, 1000);
    write("old", 2, 1000);
    write("older", 1, 1000);
    assertThat(
            ids(
                source(
                    Map.of(
                        "culvert.config.kek-file",
                        folder.resolve("new").toString(),
                        "culvert.config.kek",
                        base64(9),
                        "culvert.config.previous-kek-files",
                        folder.resolve("old") + "," + folder.resolve("older")))))
        .containsExactly(id(3), id(2), id(1));
  }

  @Test
  void aFileThatIsNoKeyIsNamedAndNotQuoted() throws IOException {
    Files.writeString(folder.resolve("current"), "not-a-key-at-all");
    assertThatThrownBy(() -> mount().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(folder.resolve("current") + " is not 32 octets in Base64")
        .hasMessageNotContaining("not-a-key-at-all")
        .hasNoCause();
  }

  @Test
  void anEmptyMountIsNoKey() {
    assertThatThrownBy(() -> mount().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a key-encryption key is needed");
  }
}
