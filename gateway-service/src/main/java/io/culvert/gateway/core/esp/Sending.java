package io.culvert.gateway.core.esp;

import java.util.OptionalInt;

/** When packets to the device go through a new SA, where its tunnel has others (RFC 7296 §2.8). */
public sealed interface Sending {
  /** At once. */
  record AtOnce() implements Sending {}

  /**
   * When the device is known to have it: as soon as a packet on the SA the other way has proved
   * authentic, or the SA it replaces is gone. Until then it sends only what no other takes.
   *
   * @param replaced the inbound SPI of the SA it replaces; empty when it comes in addition
   */
  record OnceProven(OptionalInt replaced) implements Sending {}

  /** Only if no other takes the packet. */
  record LastResort() implements Sending {}
}
