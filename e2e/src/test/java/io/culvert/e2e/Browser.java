package io.culvert.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Chromium on a user's machine, that is, in its namespace. It trusts certificates as any does. */
final class Browser implements AutoCloseable {
  private static final double PATIENCE_MS = 30_000;

  private final Playwright playwright;
  private final BrowserContext context;
  private final Page page;

  private Browser(Playwright playwright, BrowserContext context) {
    this.playwright = playwright;
    this.context = context;
    this.page = context.pages().getFirst();
    page.setDefaultTimeout(PATIENCE_MS);
  }

  /**
   * Starts one.
   *
   * @param folder for its profile and what it trusts; nothing is in it yet
   * @param trusted certificates of the authorities that it trusts; PEM
   */
  static Browser start(Namespace namespace, Path folder, List<String> trusted) throws IOException {
    trust(Files.createDirectories(folder.resolve(".pki/nssdb")), trusted);
    // Playwright talks to the browser over file descriptors, which go into the namespace with it.
    Path program =
        Files.createFile(
            folder.resolve("chromium"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        program,
        "#!/bin/sh\nexec "
            + String.join(" ", namespace.command(List.of("chromium")))
            + " \"$@\"\n");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserType.LaunchPersistentContextOptions options =
        new BrowserType.LaunchPersistentContextOptions()
            .setExecutablePath(program)
            .setEnv(Map.of("HOME", folder.toString(), "PATH", System.getenv("PATH")))
            .setArgs(
                List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    // Without it the page over HTTP would be asked for over HTTPS.
                    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable"));
    return new Browser(
        playwright,
        playwright.chromium().launchPersistentContext(folder.resolve("profile"), options));
  }

  private static void trust(Path database, List<String> authorities) {
    String folder = "sql:" + database;
    SystemCommand.run(List.of("certutil", "-N", "-d", folder, "--empty-password"));
    for (String authority : authorities) {
      String name = "authority " + authorities.indexOf(authority);
      SystemCommand.run(
          List.of("certutil", "-A", "-a", "-d", folder, "-t", "C,,", "-n", name), authority);
    }
  }

  /** What it shows. */
  Page page() {
    return page;
  }

  /** Forgets that it ever logged in anywhere. */
  void forget() {
    context.clearCookies();
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
  }
}
