package io.culvert.gateway.adapter.kafka;

import io.culvert.contract.AuthChange;
import io.culvert.contract.PopChange;
import io.culvert.contract.TunnelChange;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.port.ConfigurationListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the feed told, as text. */
final class Told implements ConfigurationListener {
  final List<String> all = new ArrayList<>();
  final CountDownLatch complete = new CountDownLatch(1);
  int faults;

  @Override
  public void tunnelChanged(TunnelChange change) {
    if (faults-- > 0) {
      throw new IllegalStateException("the listener fails");
    }
    all.add("tunnel " + change.id() + " v" + change.version());
  }

  @Override
  public void tunnelDeleted(long tunnelId) {
    all.add("deleted " + tunnelId);
  }

  @Override
  public void popChanged(PopChange change) {
    all.add("pop " + change.name());
  }

  @Override
  public void authChanged(AuthChange change) {
    all.add("settings of " + change.tenant() + " v" + change.version());
  }

  @Override
  public void sessionChanged(UserSession session) {
    all.add("session of " + session.user());
  }

  @Override
  public void sessionRevoked(long tunnelId, String userIp, Instant when) {
    all.add("revoked " + tunnelId + " " + userIp + " at " + when.toEpochMilli());
  }

  @Override
  public void caughtUp() {
    all.add("caught up");
    complete.countDown();
  }
}
