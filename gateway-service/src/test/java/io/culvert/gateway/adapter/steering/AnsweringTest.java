package io.culvert.gateway.adapter.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must log in first is answered by the proxy, in HTTP and in HTTPS. */
@Timeout(60)
class AnsweringTest {
  private final ProxyLab lab;

  AnsweringTest() throws Exception {
    lab = new ProxyLab();
    lab.wanted = ProxyLab.at(1, lab.proxy.port());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(lab.authority.trusted()).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private HttpRequest.Builder request(String scheme, String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + lab.proxy.port() + path));
  }

  private void assertSentToLogIn(String scheme) throws Exception {
    HttpResponse<String> answer =
        send(request(scheme, "/a?b=c").header("Accept", "text/html,*/*;q=0.8"));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location"))
        .contains(
            "https://login.test/?for=" + scheme + "://127.0.0.1:" + lab.proxy.port() + "/a?b=c");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void browserIsSentToLogInOverHttp() throws Exception {
    assertSentToLogIn("http");
  }

  @Test
  void browserThatTrustsTheRootIsSentToLogInOverHttps() throws Exception {
    assertSentToLogIn("https");
  }

  @Test
  void programIsToldWhereToLogIn() throws Exception {
    for (String scheme : List.of("http", "https")) {
      HttpResponse<String> answer = send(request(scheme, "/api"));
      assertThat(answer.statusCode()).isEqualTo(511);
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
      assertThat(answer.body()).contains("\"login\":\"https://login.test/?for=" + scheme + "://");
    }
  }

  @Test
  void answerToAnUploadIsNotLostToItsBody() throws Exception {
    HttpResponse<String> answer =
        send(request("https", "/api").POST(BodyPublishers.ofByteArray(new byte[500_000])));
    assertThat(answer.statusCode()).isEqualTo(511);
  }

  private SSLSocket tls(String name, String... protocols) throws Exception {
    Socket plain = lab.connect(2);
    SSLSocket socket =
        (SSLSocket) lab.authority.trusted().getSocketFactory().createSocket(plain, name, 443, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Test
  void siteIsAnsweredForInItsName() throws Exception {
    try (SSLSocket socket = tls("www.example.test", "h2", "http/1.1")) {
      assertThat(ProxyLab.ask(socket, ProxyLab.get("www.example.test", "/a")))
          .startsWith("HTTP/1.1 302 ")
          .contains("\r\nLocation: https://login.test/?for=https://www.example.test/a\r\n");
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, "www.example.test"));
    }
  }

  @Test
  void tls12IsAnsweredToo() throws Exception {
    try (SSLSocket socket = tls("www.example.test")) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThat(ProxyLab.ask(socket, ProxyLab.get("www.example.test", "/")))
          .startsWith("HTTP/1.1 302 ");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void whoDoesNotTrustTheRootSeesAnError() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () -> client.send(request("https", "/").build(), BodyHandlers.discarding()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void otherHostInsideTlsIsMisdirected() throws Exception {
    try (SSLSocket socket = tls("www.example.test")) {
      assertThat(ProxyLab.ask(socket, ProxyLab.get("pass.test", "/"))).startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void suspendedUserReadsWhyInTheNameOfHerCompany() throws Exception {
    try (SSLSocket socket = tls("late.test")) {
      assertThat(ProxyLab.ask(socket, ProxyLab.get("late.test", "/")))
          .startsWith("HTTP/1.1 403 ")
          .contains("<header>Acme</header>", "Please wait a few minutes");
    }
  }

  @Test
  void grantIsHandedOverAndLeadsToThePage() throws Exception {
    String path = "/.well-known/culvert-login?grant=";
    try (SSLSocket socket = tls("www.example.test")) {
      assertThat(ProxyLab.ask(socket, ProxyLab.get("www.example.test", path + "good")))
          .startsWith("HTTP/1.1 302 ")
          .contains("\r\nLocation: http://www.test/page\r\n");
    }
    assertThat(lab.ask(ProxyLab.get("www.test", path + "bad")))
        .startsWith("HTTP/1.1 403 ")
        .contains("NOT_ASKED_FOR");
    assertThat(lab.grants).containsExactly("good", "bad");
  }

  @Test
  void secondRequestOfAConnectionIsNotAnswered() throws Exception {
    String both = ProxyLab.get("www.test", "/") + ProxyLab.get("www.test", "/2");
    assertThat(lab.ask(both)).containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void brokenRequestIsRefused() throws Exception {
    assertThat(lab.ask("GET / HTTP/1.1\r\nHost: a\r\nHost: pass.test\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(lab.ask("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n")).startsWith("HTTP/1.1 431 ");
  }
}
