package io.culvert.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.contract.EventJson;
import io.culvert.contract.PskSeal;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginKeysTest {
  @TempDir private Path folder;

  @Test
  void aMissingFileIsMadeForItsOwnerAloneAndKept() throws Exception {
    Path file = folder.resolve("secrets/key.json");
    PskSeal.KeyPair made = new LoginKeys(file).pair();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new LoginKeys(file).pair()).isEqualTo(made);
    assertThat(EventJson.read(Files.readAllBytes(file), PskSeal.KeyPair.class)).isEqualTo(made);
    assertThat(file.getParent()).isDirectoryContaining("glob:**key.json");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void instancesThatStartAtTheSameTimeHaveTheSamePair() throws Exception {
    Path file = folder.resolve("key.json");
    Callable<PskSeal.KeyPair> start = () -> new LoginKeys(file).pair();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      var pairs = executor.invokeAll(java.util.Collections.nCopies(16, start));
      for (var pair : pairs) {
        assertThat(pair.get()).isEqualTo(pairs.getFirst().get());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"publicKey\":\"AAAA\"}",
        "{\"publicKey\":\"!\",\"privateKey\":\"secret\"}",
        "{\"publicKey\":\"AAAA\",\"privateKey\":\"AAAA\"}"
      })
  void aFileWithoutAKeyPairIsRefusedWithoutItsContent(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("key.json"), content);
    assertThatThrownBy(() -> new LoginKeys(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file + " does not hold a key pair")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void halvesOfTwoPairsAreRefused() throws Exception {
    PskSeal.KeyPair mixed =
        new PskSeal.KeyPair(PskSeal.generate().publicKey(), PskSeal.generate().privateKey());
    Path file = Files.write(folder.resolve("key.json"), EventJson.write(mixed));
    assertThatThrownBy(() -> new LoginKeys(file)).isInstanceOf(ConfigurationException.class);
  }
}
