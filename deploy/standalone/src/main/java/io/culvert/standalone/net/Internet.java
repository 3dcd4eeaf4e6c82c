package io.culvert.standalone.net;

import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The "internet" of the stack, one namespace: a name server that knows every name, a {@link
 * WebSite}, and behind HTTPS the same site, the auth-service and the identity provider, as users
 * reach them.
 */
public final class Internet {
  /** Where it is; processes in it see the internet as users do who are behind no tunnel. */
  public static final Namespace NAMESPACE = new Namespace(Namespace.PREFIX + "web");

  /** The address of its name server. */
  public static final String NAME_SERVER = "192.0.2.53";

  /** The domain of its sites. */
  public static final String DOMAIN = "culvert.test";

  /** The host that users reach the auth-service at. */
  public static final String LOGIN_HOST = "login." + DOMAIN;

  /** The host of the identity provider. */
  public static final String IDENTITY_HOST = "idp." + DOMAIN;

  /** Where users bring their log-in back to. */
  public static final String RETURN_HOST = "return." + DOMAIN;

  /** A port with HTTPS that no browser uses by itself. */
  public static final int OTHER_PORT = 9443;

  /** The name of the authority that its certificates are of. */
  public static final String AUTHORITY = PublicCertificates.AUTHORITY;

  private Internet() {}

  /**
   * Makes the namespace and starts all that is in it.
   *
   * @param authPort of the auth-service on the host's loopback
   * @param keycloakPort of the identity provider there
   */
  public static void start(StateFolder state, int authPort, int keycloakPort) {
    Path certificates = PublicCertificates.of(state, List.of("*." + DOMAIN, DOMAIN));
    Namespace namespace = Namespace.create(NAMESPACE.name());
    Wan.attach(namespace, WebSite.ADDRESS);
    namespace.ip("addr", "add", NAME_SERVER + "/32", "dev", Wan.DEVICE);
    namespace.nameServer(NAME_SERVER);
    Relay.inward(state, namespace, "web-auth", authPort);
    Relay.inward(state, namespace, "web-keycloak", keycloakPort);
    WebSite.start(state, namespace);
    run(state, namespace, "names", names());
    run(state, namespace, "front", front(certificates, authPort, keycloakPort));
  }

  /** The certificate of the authority, which a browser must trust; PEM. */
  public static String authority(StateFolder state) {
    Path file = authorityFile(state);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Path authorityFile(StateFolder state) {
    return state.folder("data/internet").resolve("authority.pem");
  }

  /**
   * What somebody on the internet gets at an address.
   *
   * @throws RuntimeException when there is nothing
   */
  public static String get(StateFolder state, String url) {
    return NAMESPACE.run("curl", "-sf", "--cacert", authorityFile(state).toString(), url);
  }

  private static List<String> names() {
    return List.of(
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file",
        "--user=root",
        "--log-facility=-",
        "--no-resolv",
        "--no-hosts",
        "--bind-interfaces",
        "--listen-address=" + NAME_SERVER,
        "--local-ttl=60",
        "--address=/#/" + WebSite.ADDRESS);
  }

  private static List<String> front(Path folder, int authPort, int keycloakPort) {
    try {
      Path file = folder.resolve("nginx.conf");
      Files.writeString(file, configuration(authPort, keycloakPort));
      return List.of("nginx", "-p", folder.toString(), "-c", file.toString(), "-e", "stderr");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure nginx", e);
    }
  }

  // One process, so that who ends it ends all of it.
  private static String configuration(int authPort, int keycloakPort) {
    return """
    daemon off;
    master_process off;
    user root;
    pid nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      proxy_buffer_size 32k;
      proxy_buffers 8 32k;
      large_client_header_buffers 4 32k;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-Host $host;
      proxy_set_header X-Forwarded-Port 443;
      proxy_set_header X-Forwarded-Proto https;
      ssl_certificate site.pem;
      ssl_certificate_key site.key;
      server {
        listen 443 ssl default_server;
        listen %6$d ssl;
        location / { proxy_pass http://127.0.0.1:80; }
      }
      server {
        listen 443 ssl;
        server_name %1$s %2$s;
        location / { proxy_pass http://127.0.0.1:%4$d; }
      }
      server {
        listen 443 ssl;
        server_name %3$s;
        location / { proxy_pass http://127.0.0.1:%5$d; }
      }
    }
    """
        .formatted(LOGIN_HOST, RETURN_HOST, IDENTITY_HOST, authPort, keycloakPort, OTHER_PORT);
  }

  private static void run(
      StateFolder state, Namespace namespace, String name, List<String> command) {
    Child.start(state, "web-" + name, namespace.command(command), Map.of());
  }
}
