package io.culvert.standalone.login;

import io.culvert.standalone.api.AuthenticationApi;
import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.stack.Stack;
import io.culvert.standalone.stack.StackAddresses;
import java.util.List;

/**
 * How users of a stack log in.
 *
 * @param stack the running stack
 */
public record Logins(Stack stack) {
  /** One of its users, and her only group. */
  public static final String USER = "viewer";

  /** The settings, over REST. */
  public AuthenticationApi settings() {
    return new AuthenticationApi(
        stack.http(), stack.tokens(), StackAddresses.authUrl(stack.ports()));
  }

  /** From now on users must log in at the stack's Keycloak, where they find it. */
  public void require() {
    String metadata = StackAddresses.IDENTITY_URL + "/protocol/saml/descriptor";
    settings().requireLogin(Internet.get(stack.state(), metadata), "groups");
  }

  /** What users' machines trust: the authority of the internet and the service's root; PEM. */
  public List<String> trusted() {
    String root = StackAddresses.configUrl(stack.ports()) + "/api/v2/certificates/root.pem";
    return List.of(
        Internet.authority(stack.state()),
        stack
            .http()
            .send("GET", root, stack.tokens().token("admin"), null)
            .require(root)
            .body()
            .asText());
  }

  /** A browser on a user's machine. */
  public UserBrowser browser(Namespace user) {
    return new UserBrowser(user, trusted());
  }

  /** The password of {@link #USER}. */
  public String password() {
    return stack.state().secret(KeycloakServer.passwordSecret(USER));
  }
}
