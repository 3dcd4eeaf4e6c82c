package io.culvert.steering.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "example.com,example.com",
    "Example.COM.,example.com",
    "bücher.example,xn--bcher-kva.example",
    "BÜCHER.example.,xn--bcher-kva.example",
    "_dmarc.example.com,_dmarc.example.com",
    "-a.example.com,-a.example.com",
    "localhost,localhost",
    "4chan.org,4chan.org"
  })
  void namesAreComparedInOneForm(String text, String canonical) {
    assertThat(HostName.canonical(text)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "a.b..",
        "192.0.2.1",
        "192.0.2.1.",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "::1",
        "[::1]",
        "a b.example",
        "a/b.example",
        "example.com:80",
        "*.example.com",
        "a\u0000.example",
        "\u00df\ud800.example"
      })
  void whatIsNoNameIsToldApart(String text) {
    assertThat(HostName.canonical(text)).isNull();
  }

  @Test
  void lengthsAreThoseOfDns() {
    // RFC 1035 §2.3.4
    String label = "a".repeat(63);
    String longest = (label + ".").repeat(3) + "a".repeat(61);
    assertThat(HostName.canonical(longest)).isEqualTo(longest);
    assertThat(HostName.canonical(longest + ".")).isEqualTo(longest);
    assertThat(HostName.canonical(longest + "a")).isNull();
    assertThat(HostName.canonical(label + "a.example")).isNull();
    assertThat(HostName.canonical("ü".repeat(100_000))).isNull();
  }

  @Test
  void aNameInThatFormIsAnsweredAsItIs() {
    String name = "www.example.com";
    assertThat(HostName.canonical(name)).isSameAs(name);
  }
}
