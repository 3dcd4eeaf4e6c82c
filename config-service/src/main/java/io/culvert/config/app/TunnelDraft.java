package io.culvert.config.app;

import io.culvert.config.domain.Psk;
import io.culvert.config.domain.TunnelSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as it shall become.
 *
 * @param settings all of them
 * @param psk the new key; null keeps the one there is
 * @param warnings what is accepted but unwise
 */
public record TunnelDraft(TunnelSettings settings, @Nullable Psk psk, List<String> warnings) {
  public TunnelDraft {
    warnings = List.copyOf(warnings);
  }
}
