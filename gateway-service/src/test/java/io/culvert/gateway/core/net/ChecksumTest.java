package io.culvert.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  @Test
  void headerOfTheWorkedExampleHasItsKnownChecksum() {
    byte[] header = HexFormat.of().parseHex("45000073000040004011b861c0a80001c0a800c7");
    assertThat(Checksum.of(header, 0, header.length)).isZero();
    Octets.put16(header, Ipv4View.CHECKSUM, 0);
    assertThat(Checksum.of(header, 0, header.length)).isEqualTo(0xB861);
  }

  @Test
  void theExampleOfRfc1624DoesNotYieldMinusZero() {
    // RFC 1624 §4: HC = 0xDD2F, m = 0x5555, m' = 0x3285, HC' = 0x0000
    assertThat(Checksum.update16(0xDD2F, 0x5555, 0x3285)).isZero();
  }

  @Test
  void oddEndIsPaddedWithAZero() {
    assertThat(Checksum.of(new byte[] {1, 2, 3}, 0, 3))
        .isEqualTo(Checksum.of(new byte[] {1, 2, 3, 0}, 0, 4));
  }

  @Property
  void updatedChecksumVerifiesLikeARecomputedOne(
      @ForAll @Size(40) byte[] data,
      @ForAll @IntRange(min = 1, max = 9) int word,
      @ForAll int now) {
    data[0] = 0x45; // a header is never all zeros, the one case in which 0 and -0 differ
    Octets.put16(data, 2, 0);
    Octets.put16(data, 2, Checksum.of(data, 0, data.length));
    int at = word * 4;
    int updated = Checksum.update32(Octets.u16(data, 2), Octets.i32(data, at), now);
    Octets.put32(data, at, now);
    Octets.put16(data, 2, 0);
    assertThat(updated).isEqualTo(Checksum.of(data, 0, data.length));
  }

  @Property
  void updatingThereAndBackChangesNothing(
      @ForAll @IntRange(max = 0xFFFE) int checksum, @ForAll int before, @ForAll int after) {
    int there = Checksum.update32(checksum, before, after);
    assertThat(Checksum.update32(there, after, before)).isEqualTo(checksum);
  }
}
