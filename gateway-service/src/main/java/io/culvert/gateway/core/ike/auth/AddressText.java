package io.culvert.gateway.core.ike.auth;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The canonical text form of addresses: dotted decimal, and RFC 5952 for IPv6. */
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /** The text of an address of 4 or 16 octets. */
  static String of(byte[] address) {
    return address.length == 4 ? dotted(address) : colons(address);
  }

  private static String dotted(byte[] address) {
    List<String> parts = new ArrayList<>();
    for (byte octet : address) {
      parts.add(Integer.toString(Byte.toUnsignedInt(octet)));
    }
    return String.join(".", parts);
  }

  private static String colons(byte[] address) {
    ByteBuffer buffer = ByteBuffer.wrap(address);
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = Short.toUnsignedInt(buffer.getShort());
    }
    // RFC 5952 §4.2: the longest run of two or more zeros is shortened, the first of equals.
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zerosFrom(groups, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return length < 2
        ? hex(groups, 0, GROUPS)
        : hex(groups, 0, start) + "::" + hex(groups, start + length, GROUPS);
  }

  private static int zerosFrom(int[] groups, int from) {
    int run = 0;
    while (from + run < GROUPS && groups[from + run] == 0) {
      run++;
    }
    return run;
  }

  private static String hex(int[] groups, int from, int to) {
    List<String> parts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      parts.add(Integer.toHexString(groups[i]));
    }
    return String.join(":", parts);
  }
}
