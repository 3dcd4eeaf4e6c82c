package io.culvert.outbox.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** A broker in this process. */
final class ProcessBroker implements Broker {
  private final Properties properties = new Properties();
  private @Nullable KafkaRaftServer server;

  private ProcessBroker(int port, Path folder) {
    int controller = FreePort.any();
    while (controller == port) {
      controller = FreePort.any();
    }
    properties.putAll(
        Broker.settings("127.0.0.1", port, controller, folder.resolve("logs").toString()));
  }

  /** Not started, with a new folder. */
  static ProcessBroker on(int port) throws IOException {
    Path folder = Files.createTempDirectory("culvert-kafka");
    ProcessBroker broker = new ProcessBroker(port, folder);
    broker.format(folder);
    return broker;
  }

  private void format(Path folder) throws IOException {
    Path file = folder.resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int code =
        StorageTool.execute(
            new String[] {
              "format",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              file.toString(),
              "--ignore-formatted"
            },
            quiet);
    if (code != 0) {
      throw new IllegalStateException("cannot format the broker's folder: " + code);
    }
  }

  @Override
  public void resume() {
    if (server == null) {
      KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      started.startup();
      server = started;
    }
  }

  @Override
  public void pause() {
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
      server = null;
    }
  }

  @Override
  public void close() {
    pause();
  }
}
