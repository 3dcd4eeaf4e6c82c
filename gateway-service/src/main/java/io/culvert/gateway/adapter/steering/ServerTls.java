package io.culvert.gateway.adapter.steering;

import io.culvert.gateway.app.steering.Leaf;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The server side of TLS with the one certificate it is given. */
final class ServerTls {
  private static final String ALIAS = "leaf";
  private static final String[] PROTOCOLS = {"http/1.1"};
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private ServerTls() {}

  static SSLEngine engine(Leaf leaf) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Nobody's certificate is asked for. None at all would mean the JDK's own, read anew each
      // time.
      context.init(new KeyManager[] {new OneKey(leaf)}, new TrustManager[0], null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(VERSIONS);
      parameters.setApplicationProtocols(PROTOCOLS);
      engine.setSSLParameters(parameters);
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /** Has one key, for servers. */
  private static final class OneKey extends X509ExtendedKeyManager {
    private final Leaf leaf;

    private OneKey(Leaf leaf) {
      this.leaf = leaf;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      // TLS 1.2 also asks for EC_EC and the like.
      return keyType.startsWith(leaf.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return leaf.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return leaf.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
