package io.culvert.auth.app;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** How sessions are ended. */
public interface SessionRevocations {
  /** Says to all gateways that the sessions of these keys are gone; all of them or none. */
  Uni<Void> publish(List<String> keys);
}
