package io.culvert.gateway.core.ike.payload;

/** The ranges that fields of one and two octets allow. */
final class Fields {
  private Fields() {}

  static void checkU8(int value, String what) {
    check(value, 0xff, what);
  }

  static void checkU16(int value, String what) {
    check(value, 0xffff, what);
  }

  private static void check(int value, int max, String what) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(what + " out of range");
    }
  }
}
