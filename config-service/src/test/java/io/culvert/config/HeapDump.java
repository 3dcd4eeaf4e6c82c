package io.culvert.config;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The live objects of this JVM, in a file. */
final class HeapDump {
  private static final int WINDOW = 1 << 20;

  private HeapDump() {}

  /** Writes what a garbage collection leaves. */
  static void write(Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
  }

  /** How often each of these is in a dump. */
  static List<Integer> count(Path file, List<byte[]> wanted) throws IOException {
    int[] counts = new int[wanted.size()];
    int longest = wanted.stream().mapToInt(w -> w.length).max().orElse(1);
    byte[] window = new byte[WINDOW + longest];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.readNBytes(window, kept, WINDOW);
      while (read > 0) {
        int filled = kept + read;
        count(window, filled, kept, wanted, counts);
        kept = Math.min(longest - 1, filled);
        System.arraycopy(window, filled - kept, window, 0, kept);
        read = in.readNBytes(window, kept, WINDOW);
      }
    }
    List<Integer> found = new ArrayList<>();
    Arrays.stream(counts).forEach(found::add);
    return found;
  }

  /** Counts what ends behind the part that was looked at before. */
  private static void count(
      byte[] window, int filled, int seen, List<byte[]> wanted, int[] counts) {
    for (int w = 0; w < counts.length; w++) {
      byte[] one = wanted.get(w);
      for (int i = Math.max(0, seen - one.length + 1); i <= filled - one.length; i++) {
        if (window[i] == one[0] && Arrays.equals(window, i, i + one.length, one, 0, one.length)) {
          counts[w]++;
        }
      }
    }
  }
}
