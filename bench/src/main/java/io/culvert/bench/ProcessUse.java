package io.culvert.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used, as Linux counts it: all its threads, in user and system time. */
record ProcessUse(long pid) {
  /** What {@code sysconf(_SC_CLK_TCK)} answers on every Linux there is. */
  private static final double TICKS_PER_SECOND = 100;

  /** Processor time since its start. */
  double cpuSeconds() {
    String stat = read("stat");
    // The second field is the name in brackets, which may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 14);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Resident memory in octets. */
  long residentOctets() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the process " + pid + " has ended"));
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("the process " + pid + " has ended", e);
    }
  }
}
