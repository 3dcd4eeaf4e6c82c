package io.culvert.steering.category;

import io.culvert.steering.net.HostName;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web categories a host name is of. A name is listed by itself or by a domain it is below;
 * the most specific entry counts, with all its categories. Names are kept as hashes of 112 bits
 * under a secret key: with 5 million of them, one look-up in 10<sup>27</sup> takes a name for
 * another. A look-up allocates nothing. Immutable.
 */
public final class CategoryIndex {
  private final MemorySegment file;
  private final Footer footer;
  private final CategorySets sets;
  private final Map<String, String> spelled;

  private CategoryIndex(MemorySegment file) throws IOException {
    this.file = file;
    footer = Footer.read(file);
    byte[] names =
        file.asSlice(footer.namesAt(), footer.namesLength()).toArray(ValueLayout.JAVA_BYTE);
    sets = CategorySets.read(new DataInputStream(new ByteArrayInputStream(names)));
    spelled =
        sets.names().stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    Function.identity(),
                    (one, _) -> one,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
  }

  /** Some 280 well-known names in the categories that are bypassed most; part of the program. */
  public static CategoryIndex builtIn() {
    return BuiltIn.INDEX;
  }

  /** No name is of any category. */
  public static CategoryIndex none() {
    return BuiltIn.NONE;
  }

  /**
   * Opens a file that {@link CategoryImport} made. It is read once, for its checksum, and stays
   * mapped into memory as long as the index is in use: replace it by another, never write into it.
   *
   * @throws IOException with the file and what is wrong with it, in words
   */
  public static CategoryIndex open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      // Unmapped when the index is no longer in use, whoever still looks something up.
      return of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    } catch (NoSuchFileException e) {
      throw new IOException(path + " is not there", e);
    } catch (FileSystemException e) {
      throw new IOException(path + " cannot be read: " + e.getReason(), e);
    } catch (IOException e) {
      throw new IOException(path + " " + e.getMessage(), e);
    }
  }

  static CategoryIndex of(MemorySegment file) throws IOException {
    return new CategoryIndex(file);
  }

  /** The categories of a host, in whatever spelling; none when it is no name or not listed. */
  public Set<String> categoriesOf(String host) {
    String name = HostName.canonical(host);
    Set<String> found = Set.of();
    if (name == null) {
      return found;
    }
    int dot = name.lastIndexOf('.');
    boolean more = true;
    while (more && dot >= 0) {
      dot = name.lastIndexOf('.', dot - 1);
      CategorySets.Listed listed = find(name, dot + 1);
      more = listed != null && listed.moreBelow();
      found = listed == null || listed.categories().isEmpty() ? found : listed.categories();
    }
    return found;
  }

  /** What is said of the name from here on. */
  private CategorySets.@Nullable Listed find(String name, int from) {
    long first = NameHash.first(name, from, footer.key0(), footer.key1());
    int bits = footer.directoryBits();
    long place =
        footer.directoryAt() + (bits == 0 ? 0 : first >>> (Long.SIZE - bits)) * Integer.BYTES;
    int end = file.get(Footer.INT, place + Integer.BYTES);
    for (int i = file.get(Footer.INT, place); i < end; i++) {
      long at = Footer.ENTRIES_AT + (long) i * Entry.BYTES;
      if (file.get(Footer.LONG, at) == first) {
        long rest = file.get(Footer.LONG, at + Long.BYTES);
        long second = NameHash.second(name, from, footer.key0(), footer.key1());
        if (((rest ^ second) & Entry.CHECK) == 0) {
          return sets.sets().get((int) (rest & ~Entry.CHECK));
        }
      }
    }
    return null;
  }

  /** All categories there are, in alphabetical order without regard to case. */
  public List<String> names() {
    return List.copyOf(spelled.values());
  }

  /** How this index spells a category, whatever case it is asked in; null when it has none such. */
  public @Nullable String spelled(String category) {
    return spelled.get(category);
  }

  /** How many names are listed. */
  public int domains() {
    return footer.listed();
  }

  /** Its size, in octets: of the file, which is mapped, or of the heap. */
  public long size() {
    return file.byteSize();
  }
}
