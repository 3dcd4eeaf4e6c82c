package io.culvert.auth.config;

import io.culvert.auth.app.SamlParty;
import io.culvert.auth.login.ReturnHost;
import io.culvert.auth.login.SecretFile;
import io.culvert.auth.saml.ServiceProvider;
import io.culvert.auth.saml.SpKeys;
import io.culvert.operation.CertificateExpiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This service as identity providers know it: its address and the keys in its file. */
@Singleton
class SamlSetup {
  /**
   * The party; keys are made at the first start.
   *
   * @throws ConfigurationException when the key file cannot be read or written, or holds something
   *     else; Quarkus prints its message, without a trace, and ends
   */
  @Produces
  @Singleton
  @Startup
  SamlParty party(
      @ConfigProperty(name = "culvert.auth.url") String url,
      @ConfigProperty(name = "culvert.auth.saml-key-file") Path keyFile,
      MeterRegistry metrics) {
    String self = address(url);
    try {
      SecretFile.createIfAbsent(
          keyFile, () -> SpKeys.generate(Instant.now()).getBytes(StandardCharsets.US_ASCII));
      SpKeys keys = SpKeys.read(Files.readString(keyFile));
      Date ends = keys.signing().certificate().getNotAfter();
      CertificateExpiry.of("saml", metrics).ends(ends.toInstant());
      return new SamlParty(new ServiceProvider(self), keys);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "the keys for SAML cannot be used: "
              + keyFile
              + ": "
              + e.getMessage()
              + "; see culvert.auth.saml-key-file");
    }
  }

  /**
   * Where grants are brought back.
   *
   * @throws ConfigurationException when it is not the name of a host, or that of this service
   *     itself
   */
  @Produces
  @Singleton
  @Startup
  ReturnHost returnHost(
      @ConfigProperty(name = "culvert.auth.return-host") String name, SamlParty party) {
    try {
      ReturnHost host = new ReturnHost(name);
      if (host.name().equals(URI.create(party.self().url()).getHost())) {
        throw new IllegalArgumentException("it must be another name than that of this service");
      }
      return host;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("culvert.auth.return-host: " + e.getMessage());
    }
  }

  private static String address(String url) {
    URI address = URI.create(url.strip());
    String path = address.getRawPath();
    boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!web || address.getHost() == null || !(path == null || path.matches("/?"))) {
      throw new ConfigurationException(
          "culvert.auth.url must be an address without a path, such as https://login.example.com");
    }
    return address.getScheme() + "://" + address.getRawAuthority();
  }
}
