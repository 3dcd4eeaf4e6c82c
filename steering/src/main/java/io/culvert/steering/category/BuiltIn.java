package io.culvert.steering.category;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The indexes that need no file, made when one of them is first asked for. */
final class BuiltIn {
  static final String RESOURCE = "categories.csv";
  static final CategoryIndex INDEX = compile(true);
  static final CategoryIndex NONE = compile(false);

  private BuiltIn() {}

  private static CategoryIndex compile(boolean listed) {
    List<Entry> entries = new ArrayList<>();
    Collector collector = new Collector(new SecureRandom(), entries::add, _ -> {});
    try (InputStream in = BuiltIn.class.getResourceAsStream(RESOURCE)) {
      if (listed) {
        CategoryCsv.read(Objects.requireNonNull(in, RESOURCE), RESOURCE, collector);
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      CategoryWriter writer = new CategoryWriter(file, entries.size());
      writer.write(entries);
      collector.finish(writer);
      return CategoryIndex.of(MemorySegment.ofArray(file.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
