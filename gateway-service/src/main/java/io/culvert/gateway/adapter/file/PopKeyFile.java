package io.culvert.gateway.adapter.file;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.contract.SealedPsk;
import io.culvert.contract.UnreadableEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

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
      PskSeal.KeyPair found = EventJson.read(Files.readAllBytes(file), PskSeal.KeyPair.class);
      prove(found);
      return found;
      // No message quotes the file. A half that is missing or too short is one of the last.
    } catch (UnreadableEventException | GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          file
              + " does not hold a POP key pair: put the POP's file back, or delete it and register"
              + " the key that is made then",
          e);
    }
  }

  /** Halves that do not belong together would be found out only when no tunnel comes up. */
  private static void prove(PskSeal.KeyPair pair) throws GeneralSecurityException {
    SealedPsk sealed = new PskSeal.Sealer(pair.publicKey()).seal(new byte[8], 1, "-", "-");
    byte[] unused = new PskSeal.Opener(pair).open(sealed, 1);
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
