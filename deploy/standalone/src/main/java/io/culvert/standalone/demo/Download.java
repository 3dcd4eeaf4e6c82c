package io.culvert.standalone.demo;

import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.WebSite;
import io.culvert.standalone.stack.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/** Downloads from the web site in a user's namespace and checks what arrives. */
public final class Download {
  private static final int STEP_SECONDS = 1;
  private static final int BUFFER = 1 << 16;
  private static final String LIMIT_SECONDS = "120";

  private final Namespace user;
  private final Progress progress;

  /** Downloads made in this namespace. */
  public Download(Namespace user, Progress progress) {
    this.user = user;
    this.progress = progress;
  }

  /**
   * Downloads this many octets.
   *
   * @return the speed in Mbit/s
   * @throws IllegalStateException when they do not arrive, or arrive altered
   */
  public double run(long size) {
    try {
      Process curl =
          new ProcessBuilder(
                  user.command(
                      List.of(
                          "curl",
                          "--silent",
                          "--show-error",
                          "--fail",
                          "--max-time",
                          LIMIT_SECONDS,
                          "http://" + WebSite.ADDRESS + "/bytes?n=" + size)))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      MessageDigest arrived = MessageDigest.getInstance("SHA-256");
      long start = System.nanoTime();
      long received = receive(curl.getInputStream(), arrived, size, start);
      double megabits = received * 8 / 1e6 / seconds(start);
      if (curl.waitFor() != 0 || received != size) {
        throw new IllegalStateException("the download broke off after " + received + " octets");
      }
      if (!MessageDigest.isEqual(arrived.digest(), expected(size))) {
        throw new IllegalStateException("the download arrived altered");
      }
      progress.say(
          String.format(
              Locale.ROOT,
              "Downloaded %d MB through the tunnel in %.1f s, %.0f Mbit/s; SHA-256 matches",
              size / 1_000_000,
              seconds(start),
              megabits));
      return megabits;
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot download", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while downloading", e);
    }
  }

  private long receive(InputStream in, MessageDigest digest, long size, long start)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long received = 0;
    double next = STEP_SECONDS;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      received += n;
      if (seconds(start) >= next) {
        next += STEP_SECONDS;
        progress.say(
            "  " + received / 1_000_000 + " of " + size / 1_000_000 + " MB through the tunnel");
      }
    }
    return received;
  }

  private static byte[] expected(long size) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      WebSite.write(sink, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest.digest();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
