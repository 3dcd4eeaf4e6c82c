package io.culvert.standalone.backing;

import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keycloak as the OpenID provider, a child process. The programs are shared; each stack has its own
 * home folder that links to them and holds its data.
 */
public final class KeycloakServer {
  /** The realm of the stack. */
  public static final String REALM = "culvert";

  /** The users of the realm; each has the role of the same name. */
  public static final List<String> USERS = List.of("admin", "viewer", "operator");

  private static final String ENTRY_POINT = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
  private static final List<String> SHARED = List.of("lib", "providers", "themes", "conf");
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

  private final Path programs;
  private final Path realmFile;

  /**
   * A Keycloak that is not started yet.
   *
   * @param programs its unpacked distribution
   * @param realmFile the realm to import on first start
   */
  public KeycloakServer(Path programs, Path realmFile) {
    this.programs = programs;
    this.realmFile = realmFile;
  }

  /** Whether {@link #prepare} has been done on this distribution. */
  public boolean prepared() {
    return Files.exists(marker());
  }

  /**
   * Lets Keycloak optimise itself for its options, once: half a minute that no start pays again.
   */
  public void prepare() {
    if (prepared()) {
      return;
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dkc.home.dir=" + programs,
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-cp",
            programs.resolve("lib/quarkus-run.jar").toString(),
            ENTRY_POINT,
            "build",
            "--db=dev-file");
    SystemCommand.Result result = SystemCommand.attempt(command, null, Map.of(), BUILD_LIMIT);
    if (!result.ok()) {
      throw new IllegalStateException("Keycloak cannot be prepared: " + result.output());
    }
    try {
      Files.createFile(marker());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note that Keycloak is prepared", e);
    }
  }

  /**
   * Where the services and admins find it: the address is part of their tokens, as the issuer. To
   * users who log in over SAML it has the name they ask it by, at the proxy before it.
   */
  public static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** The address of the realm, which OpenID clients are configured with. */
  public static String realmUrl(int port) {
    return url(port) + "/realms/" + REALM;
  }

  /** The name of the secret that is a user's password. */
  public static String passwordSecret(String user) {
    return user + "-password";
  }

  /**
   * Starts it. It is ready when {@link #realmUrl} answers.
   *
   * @param authUrl where users reach the auth-service, which sends them here
   */
  public Child start(StateFolder state, int port, String authUrl) {
    Path home = state.folder("data/keycloak");
    link(home);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            ENTRY_POINT,
            "start",
            "--optimized",
            "--cache=local",
            "--import-realm",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--hostname-strict=false",
            "--proxy-headers=xforwarded",
            "--proxy-trusted-addresses=127.0.0.1");
    return Child.start(state, "keycloak", command, environment(state, authUrl));
  }

  /** What the realm's file has gaps for, and the administrator. */
  private static Map<String, String> environment(StateFolder state, String authUrl) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CULVERT_AUTH_URL", authUrl);
    for (String user : USERS) {
      environment.put(
          "CULVERT_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD",
          state.secret(passwordSecret(user)));
    }
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "keycloak-admin");
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", state.secret("keycloak-admin-password"));
    return environment;
  }

  private void link(Path home) {
    try {
      for (String folder : SHARED) {
        Path link = home.resolve(folder);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, programs.resolve(folder));
      }
      Path imports = Files.createDirectories(home.resolve("data/import"));
      Files.copy(
          realmFile, imports.resolve(REALM + "-realm.json"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make Keycloak's home " + home, e);
    }
  }

  private Path marker() {
    return programs.resolve("prepared-for-culvert");
  }
}
