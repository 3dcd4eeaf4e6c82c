package io.culvert.config.app;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file of tunnels. Fields of the violations that {@link TunnelRequest#resolve} throws
 * are columns.
 */
public interface ImportRow extends TunnelRequest {
  /** The line of the file on which the row begins, from 1. */
  int line();

  /** The tunnel's name; null when the row has none that could be one. */
  @Nullable String site();
}
