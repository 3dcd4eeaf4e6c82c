package io.culvert.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path temporary;

  @Test
  void aSecretIsMadeOnceAndOnlyItsOwnerMayReadIt() throws IOException {
    StateFolder state = new StateFolder(temporary.resolve("state"));
    String secret = state.secret("password");
    assertThat(secret).hasSize(32).matches("[\\w-]+");
    assertThat(new StateFolder(state.root()).secret("password")).isEqualTo(secret);
    assertThat(state.secret("other")).isNotEqualTo(secret);
    assertThat(mode(state.secretFile("password"))).isEqualTo("rw-------");
    assertThat(mode(state.root())).isEqualTo("rwx------");
    assertThat(mode(state.root().resolve("secrets"))).isEqualTo("rwx------");
  }

  @Test
  void aKeyHas32Octets() {
    StateFolder state = new StateFolder(temporary.resolve("state"));
    assertThat(Base64.getDecoder().decode(state.key("kek"))).hasSize(32);
  }

  @Test
  void theEnvironmentIsThereOnlyWhileAStackIsUp() {
    StateFolder state = new StateFolder(temporary.resolve("state"));
    assertThat(state.environment()).isEmpty();
    state.writeEnvironment("A=b\n");
    assertThat(state.environment()).hasValue("A=b\n");
    state.clearEnvironment();
    assertThat(state.environment()).isEmpty();
  }

  @Test
  void purgingLeavesNothing() {
    StateFolder state = new StateFolder(temporary.resolve("state"));
    state.secret("password");
    state.purge();
    assertThat(temporary.resolve("state")).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
