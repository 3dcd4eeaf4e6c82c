package io.culvert.gateway.adapter.file;

import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * The secret by which devices believe a restarted gateway that it lost their tunnels (RFC 6290): 32
 * octets in {@code crash-secret}, readable by its owner alone, made at the first start.
 */
public final class CrashSecretFile {
  private static final int LENGTH = 32;

  private CrashSecretFile() {}

  /**
   * Reads the secret, or makes one.
   *
   * @throws IOException when the file cannot be read or written, or does not hold a secret
   */
  public static Secret readOrCreate(Path directory, Randomness randomness) throws IOException {
    Path file = directory.resolve("crash-secret");
    byte[] octets = Files.exists(file) ? Files.readAllBytes(file) : create(file, randomness);
    try {
      if (octets.length != LENGTH) {
        throw new IOException(file + " does not hold " + LENGTH + " octets");
      }
      return Secret.copyOf(octets);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static byte[] create(Path file, Randomness randomness) throws IOException {
    byte[] octets = randomness.bytes(LENGTH);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, octets);
    // A crash leaves no file or a whole one.
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return octets;
  }
}
