package io.culvert.auth.login;

import io.culvert.contract.EventJson;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PskSeal;
import io.culvert.contract.UnreadableEventException;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The auth-service's HPKE key pair, {@code {"publicKey":"…","privateKey":"…"}} in a file as POPs
 * have one. A missing file is made, readable by its owner alone. All instances need the same: what
 * one of them sealed or was sent, another may have to open.
 */
@Startup
@ApplicationScoped
public class LoginKeys {
  private final PskSeal.KeyPair pair;

  /**
   * Reads the pair, or makes one.
   *
   * @throws ConfigurationException when the file cannot be read or written, or does not hold a key
   *     pair; Quarkus prints its message, without a trace, and ends
   */
  LoginKeys(@ConfigProperty(name = "culvert.auth.login-key-file") Path file) {
    try {
      SecretFile.createIfAbsent(file, () -> EventJson.write(PskSeal.generate()));
      pair = read(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the keys for log-ins cannot be used: "
              + e.getMessage()
              + "; see culvert.auth.login-key-file");
    }
  }

  /** The pair. */
  public PskSeal.KeyPair pair() {
    return pair;
  }

  private static PskSeal.KeyPair read(Path file) throws IOException {
    try {
      PskSeal.KeyPair found = EventJson.read(Files.readAllBytes(file), PskSeal.KeyPair.class);
      prove(found);
      return found;
      // Neither message quotes the file.
    } catch (UnreadableEventException | GeneralSecurityException | RuntimeException e) {
      throw new IOException(file + " does not hold a key pair", e);
    }
  }

  /** Halves that do not belong together would be found out only when no user can log in. */
  private static void prove(PskSeal.KeyPair pair) throws GeneralSecurityException {
    LoginTicket ticket = new LoginTicket("-", 1, "-", "-", "-", Instant.EPOCH);
    String sealed = LoginSeal.seal(ticket, "-", pair, pair.publicKey());
    LoginSeal.Issued unused =
        LoginSeal.openTicket(sealed, pair, _ -> Optional.of(pair.publicKey()));
  }
}
