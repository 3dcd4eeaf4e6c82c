package io.culvert.bench;

import io.culvert.steering.category.CategoryImport;
import io.culvert.steering.category.CategoryIndex;
import io.culvert.steering.category.ImportReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Web categories: 5 million made-up domains in 70 lists are imported, opened, and looked up in an
 * order that no cache foresees.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CategoryBench {
  private static final String FILE = "culvert.bench.categories";
  private static final int DOMAINS = 5_000_000;
  private static final int CATEGORIES = 70;

  /** A power of two; with their names, more than a processor's cache holds. */
  private static final int ASKED = 1 << 18;

  /** What is asked. */
  public enum Host {
    LISTED,
    BELOW_A_LISTED_ONE,
    NOT_LISTED,
    NOT_LISTED_OF_TEN_LABELS;

    String of(Random random) {
      int number = random.nextInt(DOMAINS);
      return switch (this) {
        case LISTED -> domain(number);
        case BELOW_A_LISTED_ONE -> "www." + domain(number);
        case NOT_LISTED -> "www." + domain(DOMAINS + number);
        case NOT_LISTED_OF_TEN_LABELS -> "a.b.c.d.e.f.g.h." + domain(DOMAINS + number);
      };
    }
  }

  @Param public Host host = Host.BELOW_A_LISTED_ONE;

  private final String[] hosts = new String[ASKED];
  private CategoryIndex index = CategoryIndex.none();
  private int next;

  /** Opens the file. */
  @Setup
  public void open() throws IOException {
    index = CategoryIndex.open(Path.of(System.getProperty(FILE)));
    Random random = new Random(5);
    for (int i = 0; i < ASKED; i++) {
      hosts[i] = host.of(random);
    }
  }

  @Benchmark
  public Set<String> lookUp() {
    next = (next + 1) & (ASKED - 1);
    return index.categoriesOf(hosts[next]);
  }

  /** Imports, tells the sizes, and has JMH look up. */
  static void run(PrintWriter out) throws IOException {
    Path folder = Files.createTempDirectory("culvert-categories");
    Path file = folder.resolve("categories.bin");
    try {
      out.printf("%nWeb categories, %,d domains (aim: 1 µs, 500 MB)%n", DOMAINS);
      writeLists(folder.resolve("lists"));
      long start = System.nanoTime();
      ImportReport report =
          CategoryImport.run(folder.resolve("lists"), file, new SecureRandom(), _ -> {});
      out.printf(
          "import: %.1f s for %,d lines; %,d domains%n",
          seconds(start), report.lines(), report.domains());
      long before = heap();
      start = System.nanoTime();
      CategoryIndex opened = CategoryIndex.open(file);
      double took = seconds(start);
      out.printf(
          "open, with the checksum of all: %.0f ms; file, mapped: %.1f MB; heap: %.1f MB%n",
          took * 1e3, opened.size() / 1e6, (heap() - before) / 1e6);
      Main.main(
          new String[] {
            "CategoryBench", "-prof", "gc", "-jvmArgsAppend", "-D" + FILE + "=" + file
          });
    } finally {
      delete(folder);
    }
  }

  /** A name of two labels and of common length that is told by its number. */
  private static String domain(int number) {
    long mixed = ((number + 1L) * 0x9E3779B97F4A7C15L) >>> 28;
    String top =
        switch (number & 3) {
          case 0 -> ".com";
          case 1 -> ".net";
          case 2 -> ".example";
          default -> ".org";
        };
    return Long.toString(mixed, Character.MAX_RADIX) + "-" + number + top;
  }

  private static void writeLists(Path lists) throws IOException {
    for (int category = 0; category < CATEGORIES; category++) {
      Path list = Files.createDirectories(lists.resolve("category" + category));
      try (BufferedWriter domains = Files.newBufferedWriter(list.resolve("domains"))) {
        // As in real lists, some names are deep.
        domains.append("a.b.c.d.").append(domain(category)).append('\n');
        // One name in twenty is in the next list too.
        for (int i = category; i < DOMAINS; i += CATEGORIES) {
          domains.append(domain(i)).append('\n');
          if (i % 20 == 0) {
            domains.append(domain((i + 1) % DOMAINS)).append('\n');
          }
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
