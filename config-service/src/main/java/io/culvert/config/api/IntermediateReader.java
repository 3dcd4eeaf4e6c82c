package io.culvert.config.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.api.PemBlocks.Block;
import io.culvert.config.app.BroughtCertificate;
import io.culvert.config.app.IntermediateRules;
import io.culvert.config.domain.Violations;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of an intermediate that an operator brings: {@code certificate}, {@code chain} up
 * to the root, {@code key}; each PEM.
 */
final class IntermediateReader {
  private static final String CERTIFICATE = "certificate";
  private static final String CHAIN = "chain";
  private static final String KEY = "key";
  private static final int LONGEST_CHAIN = 8;

  private final Violations violations = new Violations();
  private final JsonFields fields;
  private final IntermediateRules rules;

  private IntermediateReader(ObjectNode json, Instant now) {
    this.fields = new JsonFields(json, violations);
    this.rules = new IntermediateRules(violations, now);
  }

  /** What was brought, checked as of that moment. */
  static BroughtCertificate read(ObjectNode json, Instant now) {
    return new IntermediateReader(json, now).read();
  }

  private BroughtCertificate read() {
    List<X509Certificate> chain = new ArrayList<>(certificates(CERTIFICATE));
    if (chain.size() > 1) {
      fields.wrong(CERTIFICATE, "must be one certificate; put those above it into chain");
    }
    if (fields.sent(CHAIN) && !fields.isNull(CHAIN)) {
      chain.addAll(certificates(CHAIN));
    }
    if (chain.size() > LONGEST_CHAIN) {
      fields.wrong(CHAIN, "must lead to the root in at most " + LONGEST_CHAIN + " steps");
    }
    violations.throwIfAny();
    rules.check(chain);
    PrivateKey key = key(chain.getFirst());
    if (key != null) {
      rules.checkKey(key, chain.getFirst());
    }
    violations.throwIfAny();
    return new BroughtCertificate(chain, requireNonNull(key), rules.warnings(chain));
  }

  private List<X509Certificate> certificates(String name) {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(name)) {
      X509Certificate certificate = block.label().equals("CERTIFICATE") ? certificate(block) : null;
      if (certificate == null) {
        fields.wrong(name, "must have nothing but X.509 certificates in PEM");
        return List.of();
      }
      found.add(certificate);
    }
    return found;
  }

  private List<Block> blocks(String name) {
    String text = fields.secret(name);
    if (text == null) {
      if (!fields.sent(name) || fields.isNull(name)) {
        fields.wrong(name, "is needed");
      }
      return List.of();
    }
    List<Block> blocks = PemBlocks.of(text);
    if (blocks.isEmpty()) {
      fields.wrong(name, "is not PEM: there is no -----BEGIN …----- with its -----END …-----");
    }
    return blocks;
  }

  private static @Nullable X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException | IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable PrivateKey key(X509Certificate certificate) {
    List<Block> blocks = blocks(KEY);
    if (blocks.isEmpty()) {
      return null;
    }
    Block block = blocks.getLast();
    if (block.label().startsWith("ENCRYPTED") || block.base64().contains("ENCRYPTED")) {
      fields.wrong(KEY, "is encrypted; send it without its pass phrase");
      return null;
    }
    if (!block.label().equals("PRIVATE KEY")) {
      fields.wrong(
          KEY, "must be PKCS #8 (BEGIN PRIVATE KEY); openssl pkcs8 -topk8 -nodes makes it so");
      return null;
    }
    return key(block, certificate);
  }

  private @Nullable PrivateKey key(Block block, X509Certificate certificate) {
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(block.der());
    } catch (IllegalArgumentException e) {
      fields.wrong(KEY, "is not Base64 between its BEGIN and END");
      return null;
    }
    try {
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      fields.wrong(KEY, "does not belong to the certificate");
      return null;
    }
  }
}
