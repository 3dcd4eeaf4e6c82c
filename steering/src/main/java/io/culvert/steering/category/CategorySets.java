package io.culvert.steering.category;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The categories of a file and the sets of them that its names have. In the file: how many
 * categories (4 octets) and each in UTF-8 after its length (2); how many sets (4) and each as how
 * many (2) and which, from 1 (2 octets each); 0 is {@link Entry#MORE_BELOW}.
 *
 * @param names by number
 * @param sets by number
 */
record CategorySets(List<String> names, List<Listed> sets) {
  /** What is said of a name: its categories, and whether names below it are listed. */
  record Listed(Set<String> categories, boolean moreBelow) {}

  /** What 16 bits can say. */
  static final int MAX_SETS = 1 << 16;

  CategorySets {
    names = List.copyOf(names);
    sets = List.copyOf(sets);
  }

  static void write(DataOutputStream out, List<String> names, List<List<Integer>> sets)
      throws IOException {
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
    out.writeInt(sets.size());
    for (List<Integer> set : sets) {
      out.writeShort(set.size());
      for (int category : set) {
        out.writeShort(category);
      }
    }
  }

  /** Reads what a checksum has vouched for. */
  static CategorySets read(DataInputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      names.add(in.readUTF());
    }
    List<Listed> sets = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Set<String> set = new HashSet<>();
      boolean moreBelow = false;
      for (int more = in.readUnsignedShort(); more > 0; more--) {
        int category = in.readUnsignedShort();
        if (category == Entry.MORE_BELOW) {
          moreBelow = true;
        } else {
          set.add(names.get(category - 1));
        }
      }
      sets.add(new Listed(Set.copyOf(set), moreBelow));
    }
    return new CategorySets(names, sets);
  }
}
