package io.culvert.gateway.adapter.file;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.contract.UnreadableEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The POP's HPKE key pair, {@code {"publicKey":"…","privateKey":"…"}}. A missing file is made,
 * readable by its owner alone; its public half is then to be registered with the POP.
 */
public final class PopKeyFile {
  private PopKeyFile() {}

  /**
   * Reads the key pair, or makes one.
   *
   * @throws IOException when the file cannot be read or written, or does not hold a key pair
   */
  public static PskSeal.KeyPair readOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      return create(file);
    }
    try {
      return EventJson.read(Files.readAllBytes(file), PskSeal.KeyPair.class);
    } catch (UnreadableEventException e) {
      throw new IOException(file + " does not hold a POP key pair: " + e.getMessage(), e);
    }
  }

  private static PskSeal.KeyPair create(Path file) throws IOException {
    PskSeal.KeyPair pair = PskSeal.generate();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, EventJson.write(pair));
    return pair;
  }
}
