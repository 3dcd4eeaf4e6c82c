package io.culvert.auth.login;

import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Opens the tickets of gateways. */
@ApplicationScoped
public class Tickets {
  /** How long a ticket is good. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** How far the clocks of a gateway and of this service may be apart. */
  public static final Duration SKEW = Duration.ofMinutes(2);

  /** What browsers read otherwise than it looks, as user names and backslashes, is no page. */
  private static final Pattern PAGE =
      Pattern.compile("https?://[\\w.:\\[\\]-]+([/?#].*)?", Pattern.CASE_INSENSITIVE);

  private final LoginKeys keys;
  private final PopKeys pops;

  Tickets(LoginKeys keys, PopKeys pops) {
    this.keys = keys;
    this.pops = pops;
  }

  /** Opens a ticket, whoever brings it. */
  public Opening open(String sealed, Instant now) {
    AtomicBoolean unknown = new AtomicBoolean();
    try {
      LoginSeal.Issued issued =
          LoginSeal.openTicket(
              sealed,
              keys.pair(),
              pop -> {
                unknown.set(pops.of(pop).isEmpty());
                return pops.of(pop);
              });
      return judge(issued, now);
    } catch (GeneralSecurityException e) {
      return new Opening.Refused(
          unknown.get() ? Opening.Reason.UNKNOWN_POP : Opening.Reason.MALFORMED);
    }
  }

  private static Opening judge(LoginSeal.Issued issued, Instant now) {
    LoginTicket ticket = issued.ticket();
    if (!PAGE.matcher(ticket.url()).matches()) {
      return new Opening.Refused(Opening.Reason.MALFORMED);
    }
    if (ticket.issued().isAfter(now.plus(SKEW))) {
      return new Opening.Refused(Opening.Reason.NOT_YET_VALID);
    }
    if (ticket.issued().isBefore(now.minus(LIFE).minus(SKEW))) {
      return new Opening.Refused(Opening.Reason.EXPIRED);
    }
    return new Opening.Opened(issued);
  }
}
