package io.culvert.gateway.core.host;

import io.culvert.gateway.core.net.Ipv4Range;
import java.util.BitSet;
import java.util.OptionalInt;

/** The carrier addresses that are free. An address is given again as late as possible. */
final class CarrierPool {
  /** The first addresses are left for the gateway itself and its devices. */
  static final int RESERVED_FIRST = 16;

  private final Ipv4Range range;
  private final int end;
  private final BitSet used = new BitSet();
  private int next = RESERVED_FIRST;
  private int taken;

  CarrierPool(Ipv4Range range) {
    if (range.size() <= RESERVED_FIRST + 1) {
      throw new IllegalArgumentException("too few carrier addresses in " + range);
    }
    this.range = range;
    this.end = range.size() - 1; // the last one is the broadcast address
  }

  OptionalInt take() {
    if (taken == capacity()) {
      return OptionalInt.empty();
    }
    int index = used.nextClearBit(next);
    if (index >= end) {
      index = used.nextClearBit(RESERVED_FIRST);
    }
    used.set(index);
    taken++;
    next = index + 1;
    return OptionalInt.of(range.first() + index);
  }

  void giveBack(int address) {
    used.clear(address - range.first());
    taken--;
  }

  /** Whether less than a sixteenth is free. */
  boolean isShort() {
    return capacity() - taken < capacity() / 16;
  }

  private int capacity() {
    return end - RESERVED_FIRST;
  }
}
