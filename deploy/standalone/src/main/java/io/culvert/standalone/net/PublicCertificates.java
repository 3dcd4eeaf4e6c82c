package io.culvert.standalone.net;

import io.culvert.standalone.state.StateFolder;
import io.culvert.standalone.state.SystemCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the sites on the "internet" prove their names with: a certification authority of this stack
 * alone, and a certificate of it. They are made once and kept.
 */
final class PublicCertificates {
  /** The name of the authority. */
  static final String AUTHORITY = "Culvert stack public CA";

  private static final String PASSWORD = "public-certificates";
  private static final String DAYS = "3650";

  private final Path folder;
  private final Path store;
  private final Path secret;
  private final char[] password;

  private PublicCertificates(StateFolder state) {
    this.folder = state.folder("data/internet");
    this.store = folder.resolve("certificates.p12");
    this.secret = state.secretFile(PASSWORD);
    this.password = state.secret(PASSWORD).toCharArray();
  }

  /**
   * Makes {@code authority.pem}, {@code site.pem} and {@code site.key}, where they are not there
   * yet.
   *
   * @param names of the sites
   * @return the folder they are in
   */
  static Path of(StateFolder state, List<String> names) {
    PublicCertificates made = new PublicCertificates(state);
    if (!Files.exists(made.folder.resolve("site.key"))) {
      made.make(names);
    }
    return made.folder;
  }

  private void make(List<String> names) {
    try {
      Files.deleteIfExists(store);
      keytool("authority", AUTHORITY, List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign,cRLSign"));
      String alternatives = "san=dns:" + String.join(",dns:", names);
      keytool("site", names.getFirst(), List.of("-signer", "authority", "-ext", alternatives));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, password);
      }
      Certificate authority = keys.getCertificate("authority");
      Certificate site = keys.getCertificate("site");
      write("authority.pem", pem("CERTIFICATE", authority.getEncoded()));
      write("site.pem", pem("CERTIFICATE", site.getEncoded()));
      write("site.key", pem("PRIVATE KEY", keys.getKey("site", password).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException("no certificates for the sites", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificates for the sites", e);
    }
  }

  private void keytool(String alias, String name, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", DAYS));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass:file", secret.toString()));
    command.addAll(more);
    SystemCommand.run(command);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String pem(String kind, byte[] encoded) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
