package io.culvert.config.app;

import java.util.List;

/**
 * A file of tunnels that is being read. Reading refuses ({@link
 * io.culvert.config.domain.RefusedException}) what is no such file.
 */
public interface ImportFile {
  /** The next rows, at most that many; none when the file is at its end. */
  List<ImportRow> next(int most);

  /** About how many rows there are in all; 0 when nobody knows. */
  int estimate();
}
