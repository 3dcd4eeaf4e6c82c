package io.culvert.gateway.app.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the log-in at a host.
 *
 * @param user who is logged in there; null when nobody is
 * @param expires when that session ends
 * @param way where and how a user logs in; null where nobody has to, or can
 */
public record HostStatus(
    @Nullable String user, @Nullable Instant expires, LoginWay.@Nullable Go way) {}
