package io.culvert.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLedgerTest {
  @TempDir private Path folder;

  private Process process = sleeper();

  private static Process sleeper() {
    try {
      return new ProcessBuilder("sleep", "60").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void restart() {
    process.destroyForcibly();
    process = sleeper();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void aRecordedProcessIsFoundAgain() {
    new ProcessLedger(folder).record("one", process.pid());
    assertThat(new ProcessLedger(folder).find("one")).hasValue(process.toHandle());
  }

  @Test
  void anotherProcessWithTheSameIdIsNotOurs() throws IOException {
    ProcessLedger ledger = new ProcessLedger(folder);
    Files.writeString(folder.resolve("one"), process.pid() + " 1\n");
    assertThat(ledger.find("one")).isEmpty();
    ledger.endAll();
    assertThat(process.isAlive()).isTrue();
    assertThat(ledger.names()).isEmpty();
  }

  @Test
  void aNoteThatCannotBeReadIsNoProcess() throws IOException {
    ProcessLedger ledger = new ProcessLedger(folder);
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("text"), "not a number");
    Files.writeString(folder.resolve("huge"), "99999999999999999999 1");
    assertThat(ledger.find("empty")).isEmpty();
    assertThat(ledger.find("text")).isEmpty();
    assertThat(ledger.find("huge")).isEmpty();
  }

  @Test
  void endingEndsTheProcessAndForgetsIt() throws InterruptedException {
    ProcessLedger ledger = new ProcessLedger(folder);
    ledger.record("one", process.pid());
    ledger.endAll();
    assertThat(process.waitFor()).isNotZero();
    assertThat(ledger.names()).isEmpty();
  }

  @Test
  void aProcessThatHasEndedIsNotFound() throws InterruptedException {
    ProcessLedger ledger = new ProcessLedger(folder);
    ledger.record("one", process.pid());
    process.destroyForcibly().waitFor();
    assertThat(ledger.find("one")).isEmpty();
  }
}
