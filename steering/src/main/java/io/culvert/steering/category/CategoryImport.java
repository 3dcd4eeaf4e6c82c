package io.culvert.steering.category;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Makes a category file from lists: a folder with one per category ({@code domains} files), or a
 * CSV file with the columns domain and category. Lines are streamed to disk beside the target and
 * sorted there in 256 parts, so memory holds 4 MiB of buffers, a directory of at most 64 MiB and a
 * part at a time: the whole process takes 77 MB for 5 million names. The target appears, or is
 * replaced, when all is written.
 */
public final class CategoryImport {
  private static final HexFormat HEX = HexFormat.of();

  private CategoryImport() {}

  /**
   * Imports.
   *
   * @param from a folder or a CSV file
   * @param to the file to write, in a folder that is there
   * @param random a secure one, for the key of the hashes
   * @param progress hears how many lines were read, now and then
   * @throws IOException with what is wrong, in words; there is no new file then
   */
  public static ImportReport run(Path from, Path to, RandomGenerator random, LongConsumer progress)
      throws IOException {
    Path target = to.toAbsolutePath();
    Path folder = target.getParent();
    if (!Files.exists(from)) {
      throw new IOException(from + " is not there");
    }
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
      throw new IOException(to + " must be a file in a folder that is there");
    }
    Path unfinished =
        folder.resolve("." + target.getFileName() + "." + HEX.toHexDigits(random.nextLong()));
    try (Spill spill = new Spill(folder)) {
      Collector collector = new Collector(random, spill::add, progress);
      read(from, collector);
      if (collector.entries() == 0) {
        throw new IOException(from + " lists no domain");
      }
      ImportReport report = write(spill, collector, unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      return report;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void read(Path from, Collector to) throws IOException {
    if (Files.isDirectory(from)) {
      DomainFolders.read(from, to);
      return;
    }
    try (InputStream in = Files.newInputStream(from)) {
      CategoryCsv.read(in, from.getFileName().toString(), to);
    }
  }

  private static ImportReport write(Spill spill, Collector collector, Path file)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      CategoryWriter writer = new CategoryWriter(out, collector.entries());
      for (int i = 0; i < Spill.PARTS; i++) {
        writer.write(spill.part(i));
      }
      ImportReport report = collector.finish(writer);
      channel.force(true);
      return report;
    }
  }
}
