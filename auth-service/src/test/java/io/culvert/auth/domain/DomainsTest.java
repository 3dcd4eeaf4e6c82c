package io.culvert.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {
  @Test
  void namesAreReadInLowerCaseAndAsciiEachOnce() {
    assertThat(
            read(
                "Example.COM, *.example.org;www.example.com.",
                "bücher.example\nexample.com",
                "_dmarc.example.com"))
        .containsExactly(
            "example.com",
            "*.example.org",
            "www.example.com",
            "xn--bcher-kva.example",
            "_dmarc.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "*.com",
        "*",
        "*example.com",
        "a.*.example.com",
        "https://example.com/x",
        "example..com",
        ".example.com",
        "-a.example.com",
        "a-.example.com",
        "192.0.2.1",
        "2001:db8::1",
        "exa\u0000mple.com",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
        "xn--.example",
        "."
      })
  void whatIsNoDomainIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aNameLongerThanDnsAllowsIsRefused() {
    assertThatThrownBy(() -> read("a.".repeat(126) + "example"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void everyElementAtFaultIsTold() {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> read("good.example", "bad", "", "a b"));
    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactly("domains[1]", "domains[2]", "domains[3]", "domains[3]");
    assertThat(refused.violations().getFirst().message()).contains("'bad'");
  }

  private static List<String> read(String... elements) {
    return Domains.read("domains", List.of(elements));
  }
}
