package io.culvert.outbox.testing;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, published on a port of loopback. It is set by what {@code
 * docker-compose.yml} sets too, so that any image will do that is good enough for that file. What
 * is not closed is removed when the process ends.
 */
final class ServerContainer implements Closeable {
  /** Tells whoever looks at an engine where container and network are from. */
  private static final Map<String, String> LABELS = Map.of("io.culvert.test", "containers");

  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  /**
   * Of its own: not every engine has a default one, and one for the whole process would stay until
   * its end, when the class loaders of a Quarkus test are closed and cannot remove it any more.
   */
  private final Network network =
      Network.builder().createNetworkCmdModifier(command -> command.withLabels(LABELS)).build();

  private final GenericContainer<?> container;
  private final Callable<Boolean> answers;

  /**
   * Not started yet.
   *
   * @param port on loopback
   * @param inside the port in the container
   * @param answers whether the server can be used, asked until it is so; may throw
   */
  ServerContainer(String image, int port, int inside, Callable<Boolean> answers) {
    container = new GenericContainer<>(DockerImageName.parse(image));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + inside));
    container.withNetwork(network).withLabels(LABELS).waitingFor(new Answering());
    this.answers = answers;
  }

  ServerContainer with(Map<String, String> environment) {
    container.withEnv(environment);
    return this;
  }

  ServerContainer withFile(String path, String text) {
    container.withCopyToContainer(Transferable.of(text), path);
    return this;
  }

  ServerContainer running(String... command) {
    container.withCommand(command);
    return this;
  }

  /** For the first time. Nothing is left of what does not start. */
  void start() {
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      close();
      throw e;
    }
  }

  /** Asks it to end, as an engine does, and waits until it has. */
  void pause() {
    container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(60).exec();
  }

  /** The same container again, with its data. */
  void resume() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    awaitAnswer();
  }

  @Override
  public void close() {
    container.stop();
    network.close();
  }

  private void awaitAnswer() {
    await()
        .atMost(LONGEST_START)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .failFast("the container has ended", () -> !container.isRunning())
        .until(answers);
  }

  private final class Answering extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      awaitAnswer();
    }
  }
}
