package io.culvert.config;

import io.culvert.config.app.KeyEncryptionKey;
import io.culvert.config.config.ConfigServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The key-encryption keys as they are configured, read anew each time. */
final class KekSource implements Supplier<List<KeyEncryptionKey>> {
  private static final String CURRENT = "current";

  private final ConfigServiceConfig config;

  KekSource(ConfigServiceConfig config) {
    this.config = config;
  }

  /**
   * The keys, the current one first.
   *
   * @throws IllegalStateException when there is none, or one that is no key; the message does not
   *     quote it
   */
  @Override
  public List<KeyEncryptionKey> get() {
    List<KeyEncryptionKey> keys = new ArrayList<>();
    if (config.kekMount().isPresent()) {
      mounted(config.kekMount().get()).forEach(file -> keys.add(fromFile(file)));
    } else if (config.kekFile().isPresent()) {
      keys.add(fromFile(config.kekFile().get()));
    } else if (config.kek().isPresent()) {
      keys.add(key(config.kek().get(), "culvert.config.kek"));
    }
    if (keys.isEmpty()) {
      throw new IllegalStateException(
          "a key-encryption key is needed, 32 octets in Base64: set culvert.config.kek-file,"
              + " culvert.config.kek or culvert.config.kek-mount");
    }
    config.previousKekFiles().stream().flatMap(List::stream).forEach(f -> keys.add(fromFile(f)));
    return keys;
  }

  /** The files of a folder, the current key's first; names with a dot in front are not keys. */
  private static List<Path> mounted(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file))
          .map(Mounted::of)
          .sorted(
              Comparator.comparing(Mounted::current)
                  .thenComparing(Mounted::written)
                  .thenComparing(Mounted::file)
                  .reversed())
          .map(Mounted::file)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read culvert.config.kek-mount " + folder, e);
    }
  }

  private record Mounted(Path file, boolean current, FileTime written) {
    static Mounted of(Path file) {
      try {
        return new Mounted(file, file.endsWith(CURRENT), Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw new IllegalStateException("cannot read the key-encryption key in " + file, e);
      }
    }
  }

  private static KeyEncryptionKey fromFile(Path file) {
    try {
      return key(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the key-encryption key in " + file, e);
    }
  }

  private static KeyEncryptionKey key(String base64, String where) {
    try {
      return new KeyEncryptionKey(Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException e) {
      // The cause is left out: it could quote the key.
      throw new IllegalStateException(
          "the key-encryption key in " + where + " is not 32 octets in Base64");
    }
  }
}
