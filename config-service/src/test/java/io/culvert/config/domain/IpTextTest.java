package io.culvert.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
  // RFC 5952 §4
  @ParameterizedTest
  @CsvSource({
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:1, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
    "192.0.2.255, 192.0.2.255",
  })
  void addressIsWrittenInItsCanonicalForm(String text, String canonical) {
    assertThat(IpText.canonical(text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.256", "192.0.2", "0x7f.1.1.1", "1:2", "g::1", "localhost", ""})
  void textThatIsNoAddressIsRefused(String text) {
    assertThat(IpText.canonical(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, false",
    "224.0.0.1, false",
    "ff02::1, false",
    "::, false",
    "10.0.0.1, true"
  })
  void unspecifiedAndMulticastAddressesBelongToNoHost(String address, boolean unicast) {
    assertThat(IpText.unicast(address)).isEqualTo(unicast);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0/0", "10.0.0.0/8", "192.168.1.0/24", "192.0.2.7/32", "128.0.0.0/1"})
  void networksAreTaken(String text) {
    assertThat(IpText.network(text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.1.1/24",
        "1.0.0.0/0",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/08",
        "10.0.0/8",
        "::/0",
        "256.0.0.0/8",
        "10.0.0.0/8 {",
        "10.0.0.0/-1"
      })
  void whatIsNoNetworkIsNotTaken(String text) {
    assertThat(IpText.network(text)).isEmpty();
  }
}
