package io.culvert.outbox.testing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** A broker in a container. */
final class ContainerBroker implements Broker {
  private enum State {
    NEW,
    RUNNING,
    PAUSED
  }

  private final ServerContainer container;
  private State state = State.NEW;

  /** Not started. It listens on the same port inside, because it calls itself as clients do. */
  ContainerBroker(String image, int port) {
    int controller = port + 1;
    Map<String, String> environment = new HashMap<>();
    Broker.settings("", port, controller, "/var/lib/kafka/data")
        .forEach((name, value) -> environment.put(variable(name), value));
    environment.put("CLUSTER_ID", Uuid.randomUuid().toString());
    environment.put("KAFKA_HEAP_OPTS", "-Xms128m -Xmx384m");
    container = new ServerContainer(image, port, port, () -> answers(port)).with(environment);
  }

  private static String variable(String setting) {
    return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static boolean answers(int port) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "reconnect.backoff.max.ms", 200);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).isEmpty();
    }
  }

  @Override
  public void resume() {
    switch (state) {
      case NEW -> container.start();
      case PAUSED -> container.resume();
      case RUNNING -> {}
    }
    state = State.RUNNING;
  }

  @Override
  public void pause() {
    if (state == State.RUNNING) {
      container.pause();
      state = State.PAUSED;
    }
  }

  @Override
  public void close() {
    container.close();
  }
}
