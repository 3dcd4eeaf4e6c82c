package io.culvert.steering.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpTableTest {
  @Test
  void aRangeHasItsFirstAndItsLastAddressAndNoOther() {
    IpTable<String> table = table("10.0.0.5-10.0.0.9", "192.0.2.0/24", "2001:db8::/32");
    assertThat(table.find(address("10.0.0.4"))).isNull();
    assertThat(table.find(address("10.0.0.5"))).isEqualTo("10.0.0.5-10.0.0.9");
    assertThat(table.find(address("10.0.0.9"))).isEqualTo("10.0.0.5-10.0.0.9");
    assertThat(table.find(address("10.0.0.10"))).isNull();
    assertThat(table.find(0xC00002FF)).isEqualTo("192.0.2.0/24");
    assertThat(table.find(0xC0000300)).isNull();
    assertThat(table.find(address("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"))).isNotNull();
    assertThat(table.find(address("2001:db9::"))).isNull();
  }

  @Test
  void rangesUpToTheLastAddressOfAllWork() {
    IpTable<String> table = table("255.255.255.0/24", "ffff::/16");
    assertThat(table.find(-1)).isEqualTo("255.255.255.0/24");
    assertThat(table.find(address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")))
        .isEqualTo("ffff::/16");
    assertThat(table("0.0.0.0/0").find(0x80000000)).isEqualTo("0.0.0.0/0");
    assertThat(table("::/0").find(address("8000::"))).isEqualTo("::/0");
  }

  @Test
  void allOfIpv6HasNoAddressOfIpv4() {
    assertThat(table("::/0").find(address("192.0.2.1"))).isNull();
    assertThat(table("0.0.0.0/0").find(address("::1"))).isNull();
  }

  @Test
  void ofOverlappingRangesTheFirstIsNamed() {
    IpTable<String> table = table("10.0.1.0/24", "10.0.0.0/8", "10.0.1.7", "10.0.0.0/16");
    assertThat(table.find(address("10.0.1.7"))).isEqualTo("10.0.1.0/24");
    assertThat(table.find(address("10.0.2.7"))).isEqualTo("10.0.0.0/8");
  }

  @Property
  void itFindsWhatALookAtEachRangeFinds(
      @ForAll @Size(max = 12) List<@IntRange(max = 40) Integer> starts,
      @ForAll @Size(min = 12, max = 12) List<@IntRange(max = 15) Integer> lengths,
      @ForAll @IntRange(min = -2, max = 60) int at) {
    IpTable.Builder<Integer> builder = new IpTable.Builder<>();
    Integer expected = null;
    for (int i = 0; i < starts.size(); i++) {
      // Around the middle, where a comparison with signs would go wrong.
      int first = Integer.MAX_VALUE - 20 + starts.get(i);
      int last = first + lengths.get(i);
      builder.add(new IpRange(IpAddress.of(first), IpAddress.of(last)), i);
      int offset = at - starts.get(i);
      if (expected == null && offset >= 0 && offset <= lengths.get(i)) {
        expected = i;
      }
    }
    IpTable<Integer> table = builder.build();
    int address = Integer.MAX_VALUE - 20 + at;
    assertThat(table.find(address)).isEqualTo(expected);
    assertThat(table.find(IpAddress.of(address))).isEqualTo(expected);
  }

  @Property
  void aCidrOfIpv6HasExactlyTheAddressesWithItsPrefix(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length)
      throws Exception {
    IpAddress address = new IpAddress(true, high, low);
    String network = masked(high, low, length);
    IpRange range = Objects.requireNonNull(IpRange.parse(network + "/" + length));
    assertThat(range.first().compareTo(address)).isNotPositive();
    assertThat(range.last().compareTo(address)).isNotNegative();
    IpAddress after = range.last().next();
    assertThat(after == null || !masked(after.high(), after.low(), length).equals(network))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.1.2",
        "10.0.0.1.",
        "10..0.1",
        "10",
        "a",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/24",
        "1.2.3.4/+8",
        "1.2.3.4-",
        "1.2.3.4-1.2.3.3",
        "1.2.3.4-::1",
        "-",
        "/",
        "::1/129",
        "2001:db8::1/64",
        "::ffff:1.2.3.4",
        "fe80::1%eth0",
        ":::",
        "1:2",
        "２.2.2.2",
        "1.2.3.4 "
      })
  void whatIsNoRangeIsToldApart(String text) {
    assertThat(IpRange.parse(text)).isNull();
  }

  @Test
  void addressesOfTheJdkAreTheSame() throws Exception {
    for (String text : List.of("192.0.2.1", "255.255.255.255", "2001:db8::ff00:1")) {
      assertThat(IpAddress.of(InetAddress.ofLiteral(text))).isEqualTo(IpAddress.parse(text));
    }
    assertThatThrownBy(() -> new IpAddress(false, 0, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static IpTable<String> table(String... ranges) {
    IpTable.Builder<String> builder = new IpTable.Builder<>();
    for (String range : ranges) {
      builder.add(Objects.requireNonNull(IpRange.parse(range), range), range);
    }
    return builder.build();
  }

  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  private static String masked(long high, long low, int length) throws Exception {
    byte[] octets = new byte[16];
    for (int bit = 0; bit < length; bit++) {
      long half = bit < 64 ? high : low;
      octets[bit / 8] |= (byte) ((half >>> (63 - bit % 64) & 1) << (7 - bit % 8));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append(Integer.toHexString((octets[i] & 0xFF) << 8 | (octets[i + 1] & 0xFF)));
    }
    return text.toString();
  }
}
