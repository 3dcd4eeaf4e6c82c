package io.culvert.gateway.app.steering;

import io.culvert.gateway.core.steer.Inside;
import java.util.Optional;

/** Answers at the POP's probe address. Asked by threads of the network: it never waits. */
public interface Probes {
  /** Where there is no probe address. */
  Probes NONE =
      new Probes() {
        @Override
        public boolean isProbe(int address) {
          return false;
        }

        @Override
        public Optional<SteeredHost> find(int carrier) {
          return Optional.empty();
        }

        @Override
        public Optional<Inside> inside(SteeredHost host) {
          return Optional.empty();
        }
      };

  /** Whether this IPv4 address is the probe address. */
  boolean isProbe(int address);

  /** The host with a carrier address, whether it may pass or not; empty when there is none. */
  Optional<SteeredHost> find(int carrier);

  /** What the host is told of itself; empty when it asks too often, or is gone. */
  Optional<Inside> inside(SteeredHost host);
}
