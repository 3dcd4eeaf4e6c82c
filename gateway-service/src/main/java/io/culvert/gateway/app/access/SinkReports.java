package io.culvert.gateway.app.access;

import io.culvert.contract.Topic;
import io.culvert.contract.TunnelEvent;
import io.culvert.contract.UserSession;
import io.culvert.gateway.app.control.GatewayIdentity;
import io.culvert.gateway.app.port.EventSink;
import io.culvert.gateway.core.host.Host;
import io.culvert.gateway.core.net.Ipv4Range;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Publishes what the desk tells. */
final class SinkReports implements AccessReports {
  private static final Logger LOG = Logger.getLogger(SinkReports.class);

  private final GatewayIdentity self;
  private final EventSink sink;
  private final InstantSource wallClock;

  SinkReports(GatewayIdentity self, EventSink sink, InstantSource wallClock) {
    this.self = self;
    this.sink = sink;
    this.wallClock = wallClock;
  }

  @Override
  public void opened(UserSession session) {
    sink.publish(Topic.USER_SESSIONS, session.key(), session);
  }

  @Override
  public void ended(String key) {
    sink.publish(Topic.USER_SESSIONS, key, null);
  }

  /** As a failure, which does not show a tunnel as down that is up. */
  @Override
  public void suspended(Host host, String tenant) {
    String userIp = Ipv4Range.text(host.inside());
    LOG.infof("tunnel=%d event=FAILED reason=user-flapping user-ip=%s", host.tunnelId(), userIp);
    sink.publish(
        Topic.TUNNEL_EVENTS,
        Long.toString(host.tunnelId()),
        new TunnelEvent(
            UUID.randomUUID().toString(),
            host.tunnelId(),
            tenant,
            self.pop(),
            self.id(),
            wallClock.instant(),
            TunnelEvent.Type.FAILED,
            "user-flapping",
            1,
            null,
            Map.of("user-ip", userIp),
            "Find out which users share this address; bypass it if they must."));
  }
}
