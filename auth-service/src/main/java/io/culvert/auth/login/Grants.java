package io.culvert.auth.login;

import io.culvert.contract.EventJson;
import io.culvert.contract.LoginGrant;
import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.UserSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes grants for tickets that were opened. */
@ApplicationScoped
public class Grants {
  /** The longest name of a user or a group, in characters. */
  public static final int MAX_NAME = 256;

  /** How many groups a session has at most. */
  public static final int MAX_GROUPS = 100;

  /** What all groups together take of a grant, which travels in a URL, as octets of JSON. */
  private static final int MAX_GROUP_OCTETS = 6_000;

  private final LoginKeys keys;
  private final PopKeys pops;
  private final ReturnHost returnHost;

  Grants(LoginKeys keys, PopKeys pops, ReturnHost returnHost) {
    this.keys = keys;
    this.pops = pops;
    this.returnHost = returnHost;
  }

  /**
   * A grant for a ticket's host.
   *
   * @param user who logged in, at most {@link #MAX_NAME} characters
   * @param groups of the user; of too many the last are left out, and each that is too long
   * @param method {@code saml} or {@code client}
   * @param lifetime of the session, which begins now
   * @return empty when the POP is gone
   * @throws IllegalArgumentException when the user's name is empty or too long
   */
  public Optional<Granted> grant(
      LoginSeal.Issued issued,
      String user,
      List<String> groups,
      String method,
      Duration lifetime,
      Instant now) {
    if (user.length() > MAX_NAME) {
      throw new IllegalArgumentException("the user's name is too long");
    }
    LoginTicket ticket = issued.ticket();
    Instant since = now.truncatedTo(ChronoUnit.MILLIS);
    UserSession session =
        new UserSession(
            ticket.tenant(),
            ticket.tunnelId(),
            ticket.userIp(),
            user,
            fitting(groups),
            method,
            since,
            since.plus(lifetime));
    LoginGrant grant = new LoginGrant(ticket.nonce(), session, since, ticket.url());
    return pops.of(issued.pop()).map(popKey -> seal(grant, issued, popKey));
  }

  private Granted seal(LoginGrant grant, LoginSeal.Issued issued, String popKey) {
    String sealed = LoginSeal.seal(grant, issued.pop(), keys.pair(), popKey);
    String url =
        "https://"
            + returnHost.name()
            + LoginGrant.PATH
            + "?"
            + LoginGrant.PARAMETER
            + "="
            + sealed;
    return new Granted(sealed, url, grant.session().until());
  }

  private static List<String> fitting(List<String> groups) {
    List<String> kept = new ArrayList<>();
    int octets = 0;
    for (String group : groups) {
      // Cut off, it would be the name of another group.
      if (group.isBlank() || group.length() > MAX_NAME) {
        continue;
      }
      octets += EventJson.write(group).length + 1;
      if (kept.size() == MAX_GROUPS || octets > MAX_GROUP_OCTETS) {
        break;
      }
      kept.add(group);
    }
    return kept;
  }
}
