package io.culvert.steering.category;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in the style of the lists of the University of Toulouse (UT1): below it a folder for
 * each category, which holds a file {@code domains} with a name on each line. A folder in a folder
 * is a category with both names. All other files are ignored, and so are symbolic links, which give
 * a category a second name there and could lead anywhere.
 */
final class DomainFolders {
  private static final String FILE = "domains";

  private DomainFolders() {}

  static void read(Path root, Collector to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(path -> path.endsWith(FILE))
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      Path category = root.relativize(file.getParent());
      String name = category.toString().isEmpty() ? ownName(root) : category.toString();
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        read(in, name, root.relativize(file).toString(), to);
      }
    }
  }

  private static String ownName(Path root) {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  private static void read(InputStream in, String category, String file, Collector to)
      throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      int comment = line.indexOf('#');
      String text = comment < 0 ? line : line.substring(0, comment).strip();
      if (lines.wasCut()) {
        to.bad(file, lines.number(), "is too long");
      } else if (!text.isEmpty()) {
        to.line(category, text, file, lines.number());
      }
    }
  }
}
