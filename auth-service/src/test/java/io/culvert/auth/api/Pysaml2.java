package io.culvert.auth.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.culvert.auth.saml.SpKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The identity provider of {@code pysaml2/idp.py}, a process, for tests. */
final class Pysaml2 implements AutoCloseable {
  static final String PASSWORD = "open sesame";
  // eduMember isMemberOf and RFC 4524 mail, as pysaml2 names them with name format "uri".
  static final String GROUPS = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1";
  static final String MAIL = "urn:oid:0.9.2342.19200300.100.1.3";

  private static final Path FOLDER = Path.of("target/pysaml2");
  private static final Path SCRIPT = Path.of("src/test/resources/pysaml2/idp.py");

  private final Process process;
  private final String url;

  private Pysaml2(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it with a new key; it will know the service provider of that metadata alone. */
  static Pysaml2 start(byte[] service) throws IOException {
    Files.createDirectories(FOLDER);
    String pem = SpKeys.generate(Instant.now());
    int certificate = pem.indexOf("-----BEGIN CERT");
    Path log = FOLDER.resolve("stderr.log");
    Process process =
        new ProcessBuilder(
                "/usr/bin/python3",
                SCRIPT.toString(),
                file("key.pem", pem.substring(0, certificate).getBytes(US_ASCII)),
                file("certificate.pem", pem.substring(certificate).getBytes(US_ASCII)),
                file("service.xml", service))
            .redirectError(log.toFile())
            .start();
    // Stays open: it is what the process lives by.
    BufferedReader output = process.inputReader();
    @Nullable String url = output.readLine();
    if (url == null) {
      throw new AssertionError(
          "needs python3-pysaml2 and xmlsec1 as Debian has them: " + Files.readString(log));
    }
    return new Pysaml2(process, url);
  }

  private static String file(String name, byte[] content) throws IOException {
    return Files.write(FOLDER.resolve(name), content).toString();
  }

  /** Its address. */
  String url() {
    return url;
  }

  /** Its metadata. */
  String metadata() {
    return given().get(url + "/metadata").then().statusCode(200).extract().asString();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
