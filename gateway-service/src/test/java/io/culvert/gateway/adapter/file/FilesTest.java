package io.culvert.gateway.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.culvert.gateway.core.ike.crypto.Randomness;
import io.culvert.gateway.core.ike.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  @TempDir Path folder;

  @Test
  void aPopKeyIsMadeOnceAndReadableByItsOwnerAlone() throws IOException {
    Path file = folder.resolve("keys/pop.json");
    PskSeal.KeyPair made = PopKeyFile.readOrCreate(file);
    assertThat(PopKeyFile.readOrCreate(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyFileThatIsNoneIsRefusedWithoutQuotingIt() throws IOException {
    Path file = folder.resolve("pop.json");
    Files.writeString(file, "private-stuff");
    assertThatThrownBy(() -> PopKeyFile.readOrCreate(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold a POP key pair")
        .hasMessageNotContaining("private-stuff");
  }

  @Test
  void aPopKeyWhoseHalvesAreMissingOrOfTwoPairsIsRefused() throws IOException {
    Path file = folder.resolve("pop.json");
    PskSeal.KeyPair one = PskSeal.generate();
    PskSeal.KeyPair mixed = new PskSeal.KeyPair(one.publicKey(), PskSeal.generate().privateKey());
    for (String content :
        List.of(
            "{\"publicKey\":\"AAAA\"}",
            "{\"publicKey\":\"" + one.publicKey() + "\"}",
            new String(EventJson.write(mixed), StandardCharsets.UTF_8))) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> PopKeyFile.readOrCreate(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not hold a POP key pair");
    }
  }

  @Test
  void aCrashSecretIsMadeOnceAndReadableByItsOwnerAlone() throws IOException {
    Path state = folder.resolve("state");
    Secret made = CrashSecretFile.readOrCreate(state, Randomness.secure());
    assertThat(made.length()).isEqualTo(32);
    assertThat(CrashSecretFile.readOrCreate(state, Randomness.secure())).isEqualTo(made);
    assertThat(state.toFile().list()).containsExactly("crash-secret");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state.resolve("crash-secret"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aCrashSecretThatWasCutShortIsRefused() throws IOException {
    Files.write(folder.resolve("crash-secret"), new byte[31]);
    assertThatThrownBy(() -> CrashSecretFile.readOrCreate(folder, Randomness.secure()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold 32 octets");
  }

  @Test
  void postQuantumKeysThatOthersMayReadAreRefused() throws IOException {
    Path file = folder.resolve("ppks");
    Files.writeString(file, "site1 key c2hvcnQ=\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> PpkFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> PpkFile.read(file))
        .hasMessage(file + ", line 1: the key is shorter than 32 octets");
  }
}
