package io.culvert.standalone.stack;

import io.culvert.standalone.backing.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The source checkout with what its build made.
 *
 * @param root the folder with the {@code culvert} script
 */
public record Checkout(Path root) {
  /**
   * The checkout this program was built in, found from a folder inside it.
   *
   * @throws IllegalStateException when there is none above that folder
   */
  public static Checkout around(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("culvert")) && Files.exists(at.resolve("pom.xml"))) {
        return new Checkout(at);
      }
    }
    throw new IllegalStateException(folder + " is not inside a checkout of Culvert");
  }

  /**
   * The program of a service.
   *
   * @throws IllegalStateException when it has not been built
   */
  public Path service(String name) {
    Path jar = root.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(name + " is not built: " + jar + " is missing");
    }
    return jar;
  }

  /**
   * Keycloak as the build unpacked it.
   *
   * @throws IllegalStateException when it has not been
   */
  public KeycloakServer keycloak() {
    Path folder = root.resolve("deploy/standalone/target/keycloak");
    try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      Path programs =
          entries
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("Keycloak is not unpacked in " + folder));
      return new KeycloakServer(programs, root.resolve("deploy/keycloak/culvert-realm.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }
}
