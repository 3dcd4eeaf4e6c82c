package io.culvert.auth.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culvert.auth.domain.RefusedException;
import io.culvert.auth.domain.Violation;
import io.culvert.auth.domain.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://www.Example.com/path?q=a@b:c, www.example.com, 443",
    "HTTP://example.com, example.com, 80",
    "http://example.com:8080, example.com, 8080",
    "example.com, example.com, 443",
    "example.com:8443/x, example.com, 8443",
    "https://bücher.example#top, xn--bcher-kva.example, 443",
    "https://192.0.2.1/, , 443",
    "http://[2001:db8::1]:8080/, , 8080"
  })
  void hostAndPortAreRead(String url, String host, int port) {
    Violations violations = new Violations();
    assertThat(WebAddress.read(violations, "url", url)).isEqualTo(new WebAddress(host, port));
    violations.throwIfAny();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is missing",
    "ftp://example.com/, must begin with http:// or https://",
    "https://me:secret@example.com/, must not have a user or a password",
    "https://example.com:0/, must have a port from 1 to 65535",
    "https://example.com:65536/, must have a port from 1 to 65535",
    "https://example.com:https/, must have a port from 1 to 65535",
    "https://example.com:/, must have a port from 1 to 65535",
    "ht_tp://example.com/, must have a port from 1 to 65535",
    "https:///path, has neither a host name nor an address",
    "https://exa mple.com, has neither a host name nor an address",
    "https://300.1.2.3/, has neither a host name nor an address",
    "https://[::1, 'must be a web address, such as https://www.example.com/'",
    "https://[example.com]/, has neither a host name nor an address"
  })
  void whatIsWrongIsToldInWords(String url, String words) {
    Violations violations = new Violations();
    WebAddress.read(violations, "url", url);
    assertThatThrownBy(violations::throwIfAny)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.violations()).isEqualTo(List.of(new Violation("url", words))));
  }

  @Test
  void aUrlOfAnyLengthIsAnsweredAtOnce() {
    Violations violations = new Violations();
    WebAddress.read(violations, "url", "https://" + "a@".repeat(1_000));
    WebAddress.read(violations, "url", "x".repeat(1_000_000));
    assertThatThrownBy(violations::throwIfAny).isInstanceOf(RefusedException.class);
  }
}
